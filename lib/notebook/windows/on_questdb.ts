import type { Questdb } from "../../questdb/client.ts";
import { refreshView, runQuestdbOnce } from "../../windows/questdb/engine.ts";
import { viewName } from "../../windows/questdb/view.ts";
import { withQuestdb } from "../query/engine.ts";
import type { RunOn } from "./engine_run.ts";
import { withFirstRow } from "./first_row.ts";
import { isDeclared } from "./runnable.ts";

/** As a view: that of a notebook's window is built again when it was changed, that of a declared one is not. */
export const onQuestdb: RunOn = async (window, { signal }) => {
  const declared = isDeclared(window, "questdb");
  return await withQuestdb(async ({ writer: db }) => {
    const view = viewName(window, db.prefix);
    return await withFirstRow(async () => {
      if (!declared) await refreshView(db, window, { signal });
      return await runQuestdbOnce(db, window, { signal });
    }, () => hasRow(db, view));
  });
};

async function hasRow(db: Questdb, view: string): Promise<boolean> {
  return (await db.run(`select 1 from "${view}" limit 1`)).length > 0;
}
