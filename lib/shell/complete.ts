import { COMMANDS } from "./shell_commands.ts";
import type { ShellNames } from "./shell_names.ts";
import { KEYWORDS, namedIn } from "./sql_words.ts";

/**
 * What the word before the cursor may become: a command, a table, a column of the tables that the
 * statement names, or a keyword.
 *
 * @param before The statement up to the cursor, of all its lines.
 * @returns The words, and the beginning that they share with the text.
 */
export async function complete(before: string, names: ShellNames): Promise<[string[], string]> {
  const command = /^\s*(\\\w*)$/.exec(before)?.[1];
  if (command !== undefined) return [starting(Object.keys(COMMANDS), command), command];
  const word = /[\p{L}\p{N}_$]*$/u.exec(before)![0];
  const tables = await names.tables();
  if (/^\s*\\d\s+\S*$/.test(before)) return [starting(tables, word), word];
  if (/\b(?:from|join|table|into|update)\s+"?[\w$]*$/i.test(before)) {
    return [starting(tables, word), word];
  }
  const named = namedIn(before.slice(0, -word.length || undefined), tables);
  const columns = (await Promise.all(named.map(names.columns))).flat();
  const found = starting([...columns, ...tables, ...KEYWORDS], word);
  return [word === "" ? starting(columns, word) : found, word];
}

function starting(names: readonly string[], beginning: string): string[] {
  const lower = beginning.toLowerCase();
  return [...new Set(names)].filter((name) => name.toLowerCase().startsWith(lower));
}
