import { definePage } from "../define_page.ts";
import { sqlRoutes } from "../sql/sql_routes.ts";

/** Visitors' own queries. */
export const sql = definePage({
  name: "sql",
  title: "SQL",
  path: "/sql",
  intro: "Ask QuestDB yourself: this page only reads.",
  panels: [{
    id: "query",
    title: "Query",
    size: "full",
    height: 400,
    view: { kind: "component", name: "sql_editor" },
  }],
  bodyLimit: 131_072,
  routes: sqlRoutes,
});
