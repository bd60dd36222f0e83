import { isStream } from "../questdb/sql_template.ts";
import type { Sender } from "../questdb/sender.ts";
import type { Stream } from "../streams/stream.ts";
import { namespacePrefix } from "../config.ts";
import { questdb } from "./query/engine.ts";

/**
 * The official client's `Sender` for the running QuestDB: `table(…)`, columns, `at(…)`, then `flush()`;
 * `close()` it at the end.
 *
 * @throws {UnavailableError} QuestDB does not answer.
 */
export async function sender(): Promise<Sender> {
  const { openSender } = await import("../questdb/sender.ts"); // Only who writes waits for it.
  return await openSender((await questdb()).endpoint);
}

/** The full name of a table in the namespace: of a stream, or by its short name. */
// deno-lint-ignore no-explicit-any
export function tableName(of: Stream<any> | string): string {
  return namespacePrefix() + (isStream(of) ? of.name : of);
}
