import type { Questdb } from "./client.ts";
import { QueryRefusedError } from "./query_error.ts";

/**
 * Says if QuestDB makes a missing table by itself when rows for it arrive. Then a table that is
 * dropped while a sink runs comes back without its DEDUP keys and with only some of its columns. A
 * QuestDB of our own has this switched off.
 *
 * @returns A sentence that says so and what to do; undefined if it does not, or may not be asked.
 */
export async function autoCreateWarning(db: Questdb): Promise<string | undefined> {
  try {
    const { rows } = await db.ask<{ value: string }>(
      "select value from (show parameters) where property_path = 'line.auto.create.new.tables'",
    );
    if (rows[0]?.value !== "true") return undefined;
  } catch (error) {
    if (error instanceof QueryRefusedError) return undefined; // not permitted to this user
    throw error;
  }
  return "QuestDB makes missing tables by itself, without the keys that keep rows from being doubled: " +
    "set line.auto.create.new.tables=false and line.auto.create.new.columns=false in its server.conf";
}
