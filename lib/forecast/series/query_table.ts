import type { Questdb } from "../../questdb/client.ts";
import type { RowTable } from "./row_table.ts";

/**
 * Asks QuestDB a query; times are Date.
 *
 * @throws {Error} The query returns no rows.
 */
export async function queryTable(query: string, db: Questdb): Promise<RowTable> {
  const answer = await db.table(query);
  if (answer.rows.length > 0) return { ...answer, source: "the query's answer" };
  throw new Error(
    "Cannot forecast: the query gave no rows. Is the table filled (deno task demo), and does its " +
      'time range fit? Ask with: deno task sql "select min(timestamp), max(timestamp) from …"',
  );
}
