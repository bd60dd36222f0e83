import { listTables } from "../../questdb/catalog.ts";
import { readable } from "../display/cell_format.ts";
import { withQuestdb } from "./engine.ts";
import { count } from "../display/data_grid.ts";

/** Why a query may have given no rows, from what its tables hold. */
export async function whyEmpty(text: string | undefined): Promise<string> {
  if (text === undefined) return "There are no rows to show";
  return await withQuestdb(async ({ endpoint }) => {
    const tables = (await listTables(endpoint)).filter(({ table }) =>
      new RegExp(`(?<!\\w)${RegExp.escape(table)}(?!\\w)`, "i").test(text)
    );
    const reasons = tables.map(({ table, rows, from, to }) =>
      rows === 0
        ? `${table} is empty. Fill it with: deno task demo`
        : `${table} holds ${count(rows, "row")}` +
          (from && to ? ` from ${readable(from)} to ${readable(to)}` : "") +
          ": the conditions leave none of them"
    );
    return ["No rows", ...reasons].join(". ");
  }).catch(() => "No rows");
}
