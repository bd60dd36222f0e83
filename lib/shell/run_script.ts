import { messageOf, UsageError } from "../errors.ts";
import { statementsOf } from "../questdb/statements.ts";
import type { SqlAnswer, SqlSession } from "./sql_session.ts";

/** How {@linkcode runScript} runs statements. */
export interface ScriptOptions {
  /** Maximum number of rows fetched of each query. @default all */
  limit?: number;
  /** Goes on after a statement that failed. @default false */
  keepGoing?: boolean;
  /** Receives each answer. */
  onAnswer: (answer: SqlAnswer) => void;
  /** Receives the message of each failure. */
  onError: (message: string) => void;
  /** Cancels the running statement; no further one is run. */
  signal: AbortSignal;
}

/**
 * Runs the statements of a text, one after the other, up to the first that fails.
 *
 * @returns How many failed.
 * @throws The signal's reason when it aborts.
 */
export async function runScript(
  session: SqlSession,
  source: string,
  { limit, keepGoing = false, onAnswer, onError, signal }: ScriptOptions,
): Promise<number> {
  const { statements, rest } = statementsOf(source);
  const all = rest ? [...statements, rest] : statements;
  let failed = 0;
  for (const [i, statement] of all.entries()) {
    try {
      refuseCommand(statement.text);
      onAnswer(await session.run(statement, { source, limit, signal }));
    } catch (error) {
      signal.throwIfAborted();
      failed++;
      const which = all.length === 1 ? "" : `Statement ${i + 1} of ${all.length}: `;
      const after = all.length - i - 1;
      const skipped = keepGoing || after === 0
        ? ""
        : `\n${after === 1 ? "The last one was" : `The ${after} after it were`} not run`;
      onError(which + messageOf(error) + skipped);
      if (!keepGoing) break;
    }
  }
  return failed;
}

/** Throws if a statement begins as a command of the prompt, as `\d`, which files and pipes do not have. */
function refuseCommand(text: string): void {
  const [command] = /^\\\S*/.exec(text) ?? [];
  if (command === undefined) return;
  throw new UsageError(
    `${command} is a command of the prompt only. In a file or pipe write: show tables; ` +
      "show columns from NAME; or use the options --expanded, --csv, --json",
  );
}
