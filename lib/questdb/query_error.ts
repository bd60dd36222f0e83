import { nearest } from "../nearest.ts";

/** What QuestDB said about a query that it refused. */
export interface Refusal {
  message: string;
  /** Characters before the place of the error, from 0; absent where it named none. */
  position?: number | undefined;
}

/**
 * The error of a query that QuestDB refused: its words, the line with a caret below the place, and
 * what may have been meant.
 */
export function queryError(text: string, { message, position }: Refusal, hint = ""): Error {
  const said = `QuestDB refused the query: ${message}`;
  const ending = hint && `\n${hint}`;
  if (position === undefined || position < 0) return new Error(said + ending);
  const at = Math.min(position, text.length);
  const line = text.slice(0, at).split("\n").length;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const shown = text.slice(start, end === -1 ? undefined : end);
  // The caret's line keeps the tabs, so that it stands below its character.
  const blank = text.slice(start, at).replace(/[^\t]/g, " ");
  return new SyntaxError(`${said}, line ${line}\n${shown}\n${blank}^${ending}`);
}

/** Names that a query may use. */
export interface Names {
  /** Every table and view. */
  tables(): Promise<string[]>;
  /** The columns of one. */
  columns(table: string): Promise<string[]>;
  /** Every function. */
  functions(): Promise<string[]>;
  /** The command that fills a table which does not exist yet, if one does. */
  fill?(table: string): string | undefined;
}

/**
 * What a refused query may have meant: the known names that come close to the one that it does not
 * know.
 *
 * @returns A sentence; empty where nothing comes close or another thing is wrong.
 */
export async function hintFor(text: string, { message }: Refusal, names: Names): Promise<string> {
  const table = /table does not exist \[table=(.+?)\]/.exec(message)?.[1];
  const column = /Invalid column: (\S+)/i.exec(message)?.[1];
  const called = /unknown function name: (\w+)/.exec(message)?.[1];
  if (table !== undefined) {
    const verb = nearest(table, VERBS, { most: 1 });
    if (verb.length > 0 && text.trimStart().startsWith(table)) return meant(verb);
    const known = await names.tables();
    const fill = names.fill?.(table);
    if (fill) return `Nothing has been stored of this stream yet. Fill it with: ${fill}`;
    const close = nearest(table, known);
    if (close.length > 0) return meant(close);
    return known.length === 0
      ? "There are no tables yet. Fill them with: deno task demo"
      : `The tables are ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}. ` +
        "Those of the samples come with: deno task demo";
  }
  if (column !== undefined) {
    const tables = (await names.tables()).filter((name) =>
      new RegExp(`(?<!\\w)${RegExp.escape(name)}(?!\\w)`, "i").test(text)
    );
    const known = (await Promise.all(tables.map(names.columns))).flat();
    const close = nearest(column.split(".").at(-1)!, known);
    if (close.length > 0) return meant(close);
    return known.length > 0 ? `The columns are ${[...new Set(known)].join(", ")}` : "";
  }
  return called === undefined ? "" : meant(nearest(called, await names.functions()));
}

const VERBS = ["select", "with", "explain", "show", "insert", "create", "alter", "drop", "update"];

function meant(names: string[]): string {
  return names.length > 0 ? `Did you mean ${names.join(" or ")}?` : "";
}
