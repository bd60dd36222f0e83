/** Which statements visitors may run: one that reads. The user who may only read is the wall behind it. */
import { sqlCode } from "../../lib/questdb/sql_pieces.ts";
import { statementsOf } from "../../lib/questdb/statements.ts";

/** A statement that is not run. */
export class NotAllowedError extends Error {
  override name = "NotAllowedError";
}

/** A statement that may run. */
export interface AllowedSql {
  /** Without the semicolon and what stands around it. */
  text: string;
  /** Index of its first character in what the visitor wrote. */
  start: number;
  /** Whether it has rows that QuestDB can limit: `show` and `explain` are short and take no limit. */
  isQuery: boolean;
}

/** Longest text, in characters. */
const LONGEST = 20_000;

/** What the user who may only read can still do with a function of QuestDB 9.3.4: as he may call any. */
const EFFECTS = [
  "cancel_query",
  "dump_memory_usage",
  "dump_thread_stacks",
  "flush_query_cache",
  "hydrate_table_metadata",
  "pg_advisory_unlock_all",
  "reload_config",
  "simulate_crash",
  "simulate_warnings",
  "touch",
  "wait_wal_table",
];
/** Functions that show files of the server's machine. */
const FILES = ["export_files", "files", "glob", "import_files", "parquet_scan", "read_parquet"];

/** The functions that visitors may not call. */
export const REFUSED_FUNCTIONS: readonly string[] = [...EFFECTS, ...FILES];

const REFUSED = new RegExp(String.raw`\b(${REFUSED_FUNCTIONS.join("|")})\s*\(`, "i");
/** `with`, `declare` and a parenthesis may begin a statement that writes. */
const WRITES = /\b(insert|update|copy|create|alter|drop|truncate|rename)\b/i;

/**
 * Reads what a visitor wants to run.
 *
 * @throws {NotAllowedError} It is not one statement that reads; the message says what to write.
 */
export function allowedSql(sql: string): AllowedSql {
  if (sql.length > LONGEST) {
    throw new NotAllowedError(`The query has ${sql.length} characters: ${LONGEST} may be sent`);
  }
  if (sql.includes("\0")) throw new NotAllowedError("The query has a NUL character: remove it");
  const { statements, rest } = statementsOf(sql);
  const all = rest ? [...statements, rest] : statements;
  const [statement] = all;
  if (!statement) throw new NotAllowedError("There is no query: write one, as select 1");
  if (all.length > 1) {
    throw new NotAllowedError(
      `These are ${all.length} statements: select the one to run, or remove the others`,
    );
  }
  const code = sqlCode(statement.text);
  const first = /^\s*(\w+|\()/.exec(code)?.[1]?.toLowerCase() ?? "";
  const isQuery = ["select", "with", "declare", "("].includes(first);
  if (!isQuery && first !== "show" && first !== "explain") {
    throw new NotAllowedError(
      "This page only reads: begin with select, with, declare, show or explain",
    );
  }
  const writes = first !== "select" && first !== "show" && WRITES.exec(code);
  if (writes) {
    throw new NotAllowedError(
      `This page only reads: put "${writes[1]}" in double quotes if it is a name`,
    );
  }
  const refused = REFUSED.exec(code);
  if (refused) {
    throw new NotAllowedError(
      `The function ${refused[1]} cannot be called here: it reaches the server, not its tables`,
    );
  }
  return { ...statement, isQuery };
}
