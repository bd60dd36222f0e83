/** Windows on QuestDB: each is a materialized view over its stream's table. */
export { runQuestdbOnce } from "./run.ts";
export { type Staleness, viewStaleness } from "./state.ts";
export { createView, dropView, type RefreshOptions, refreshView } from "./views.ts";
export { rowsSql, viewName } from "./view.ts";
