import { fillCommand } from "../../feeds/fill.ts";
import { feeds } from "../../feeds/mod.ts";
import { listTables } from "../../questdb/catalog.ts";
import { withQuestdb } from "./engine.ts";
import { count, readable } from "../readable.ts";

/** Why a query may have no rows, judged by what its tables contain. */
export async function whyEmpty(text: string | undefined): Promise<string> {
  if (text === undefined) return "There are no rows to show";
  return await withQuestdb(async ({ endpoint }) => {
    const tables = (await listTables(endpoint, { all: true })).filter(({ table }) =>
      new RegExp(`(?<!\\w)${RegExp.escape(table)}(?!\\w)`, "i").test(text)
    );
    const reasons = tables.map(({ table, rows, from, to }) =>
      rows === 0
        ? `${table} is empty. Fill it with: ${fillCommand(feeds, table) ?? "deno task demo"}`
        : `${table} contains ${count(rows, "row")}` +
          (from && to ? ` from ${readable(from)} to ${readable(to)}` : "") +
          ": none meets the conditions"
    );
    return ["No rows", ...reasons].join(". ");
  }).catch(() => "No rows");
}
