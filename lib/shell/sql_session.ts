import { connectQuestdb } from "../questdb/client.ts";
import type { QuestdbEndpoint } from "../config.ts";
import type { Row, Times } from "../questdb/answer.ts";
import { hintFor, queryError, QueryRefusedError, withPlaceMoved } from "../questdb/query_error.ts";
import type { Statement } from "../questdb/statements.ts";
import { isSelect, onlyReads } from "../notebook/query/only_reads.ts";

/** What a statement answered. */
export interface SqlAnswer {
  /** Names of the columns; none if the statement has no answer, as `create table`. */
  columns: string[];
  rows: Row[];
  /** How many rows there are, if only some were fetched. */
  total?: number;
}

/** How {@linkcode SqlSession.run} runs a statement. */
export interface RunOptions {
  /** The text that the statement is a part of: an error shows its place in it. */
  source: string;
  /** Maximum number of rows fetched of a query. @default all */
  limit?: number;
  /** Cancels the statement in the database. */
  signal?: AbortSignal;
}

/** Statements on one database. */
export interface SqlSession {
  endpoint: QuestdbEndpoint;
  /**
   * Runs a statement.
   *
   * @throws {SyntaxError} QuestDB refused it: the line, a caret, and what may have been meant.
   */
  run(statement: Statement, options: RunOptions): Promise<SqlAnswer>;
  close(): Promise<void>;
}

/** Opens a session as the user who may write. */
export function openSqlSession(endpoint: QuestdbEndpoint, times: Times): SqlSession {
  const db = connectQuestdb(endpoint, { times });
  const ask = async (text: string, signal?: AbortSignal): Promise<SqlAnswer> => {
    const { columns, rows } = await db.ask(text, { signal });
    return { columns: columns.map(({ name }) => name), rows };
  };
  return {
    endpoint,
    async run({ text, start }, { source, limit, signal }) {
      try {
        if (limit !== undefined && isSelect(text) && onlyReads(text)) {
          const found = await firstRows(text, { limit, ask, signal });
          if (found) return found;
        }
        return await ask(text, signal);
      } catch (error) {
        if (!(error instanceof QueryRefusedError)) throw error;
        throw queryError(source, withPlaceMoved(error, start), { hint: await hint(text, error) });
      }
    },
    close: () => db.close(),
  };

  async function hint(text: string, error: QueryRefusedError): Promise<string> {
    // Loads the list of feeds, which only an error needs.
    const { knownNames } = await import("../notebook/query/known_names.ts");
    return await hintFor(text, error, knownNames({ endpoint })).catch(() => ""); // a help, not more
  }
}

/** The first rows of a query, and their number; undefined if it cannot be a part of another query. */
async function firstRows(
  text: string,
  { limit, ask, signal }: {
    limit: number;
    ask: (text: string, signal?: AbortSignal) => Promise<SqlAnswer>;
    signal?: AbortSignal;
  },
): Promise<SqlAnswer | undefined> {
  try {
    const found = await ask(`select * from (\n${text}\n) limit ${limit + 1}`, signal);
    if (found.rows.length <= limit) return found;
    const { rows: [count] } = await ask(`select count() n from (\n${text}\n)`, signal);
    return { ...found, rows: found.rows.slice(0, limit), total: Number(count!.n) };
  } catch (error) {
    if (error instanceof QueryRefusedError) return undefined; // It is asked as it stands, for its own error.
    throw error;
  }
}
