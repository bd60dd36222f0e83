/** The table `dead_letters` of an older version, and the view that counts the reasons of open letters. */
import { messageOf } from "../errors.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import { QueryRefusedError } from "../questdb/query_error.ts";
import { ensureTables } from "../questdb/tables.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";

/** Columns that `dead_letters` did not always have. */
const ADDED = { attempts: "LONG", replayed: "TIMESTAMP" };

/** Adds the columns that a `dead_letters` table of an older version lacks; a missing table is left missing. */
export async function addLetterColumns(db: Questdb): Promise<void> {
  const table = db.tableOf(deadLetters);
  const tables = await db.sql`select table_name from tables() where table_name = ${table}`;
  if (tables.length === 0) return;
  // Table functions take no bound parameters; a table's name is plain snake_case.
  const columns = await db.run(`select "column" name from table_columns('${table}')`);
  const missing = Object.entries(ADDED).filter(([name]) =>
    !columns.some((column) => column.name === name)
  );
  if (missing.length === 0) return;
  for (const [name, type] of missing) {
    await db.run(`alter table "${table}" add column if not exists ${name} ${type}`);
  }
  await untilApplied(db, [table]); // until then, its columns are the old ones
}

/** Name of the view that counts open dead letters, without the namespace's prefix. */
export const REASONS_VIEW = "dead_letter_reasons";

/** The reasons of open dead letters, most frequent first, as SQL for the table `dead_letters`. */
export function reasonsQuery(table: string): string {
  return [
    "select stream, field, reason, count() letters, max(attempts) attempts,",
    "  min(timestamp) first, max(timestamp) last",
    `from ${table} where replayed is null`,
    "order by letters desc",
  ].join("\n");
}

/**
 * Creates the view of reasons, and its table if that is missing: a saved query, so it takes no space and
 * is never out of date.
 *
 * @param options `onWarning`: called with a sentence if this QuestDB has no views (before 9.3).
 */
export async function ensureReasonsView(
  db: Questdb,
  { onWarning }: { onWarning: (text: string) => void },
): Promise<void> {
  await addLetterColumns(db);
  await ensureTables(db, [deadLetters as Stream]);
  const view = `${db.prefix}${REASONS_VIEW}`;
  const query = reasonsQuery(`"${db.tableOf(deadLetters)}"`);
  try {
    await db.ask(`create view if not exists "${view}" as (${query})`); // fails if it exists and is replaced
  } catch (error) {
    if (!(error instanceof QueryRefusedError)) throw error;
    onWarning(
      `Cannot create the view ${view}: ${messageOf(error)}. Ask its query instead: ${query}`,
    );
  }
}
