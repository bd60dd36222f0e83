import { nearest } from "../nearest.ts";
import { sqlCode } from "./sql_pieces.ts";

/** QuestDB refused a query. The message is QuestDB's own. */
export class QueryRefusedError extends Error {
  override name = "QueryRefusedError";
  /** Index in the query's text where the error is; undefined if QuestDB named no place. */
  readonly position: number | undefined;

  /** @param position From 0; a negative one means none. */
  constructor(message: string, position?: number) {
    super(message);
    this.position = position !== undefined && position >= 0 ? position : undefined;
  }
}

/** Whether the query was refused since a table, which it names, does not exist. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof QueryRefusedError &&
    /table does not exist|does not exist \[table|table is dropped/i.test(error.message);
}

/** The same error without its place, for a query that its user did not write. */
export function withoutPlace(error: unknown): unknown {
  return error instanceof QueryRefusedError ? new QueryRefusedError(error.message) : error;
}

/**
 * The error with its place moved by so many characters, for a query that is a part of what was asked,
 * or of what its user wrote. Any other error unchanged.
 */
export function withPlaceMoved<E>(error: E, by: number): E | QueryRefusedError {
  if (!(error instanceof QueryRefusedError) || error.position === undefined) return error;
  return new QueryRefusedError(error.message, error.position + by);
}

/**
 * A refused query, as it is shown: QuestDB's message, the line with a caret below the place, and a
 * hint.
 */
export class QueryError extends Error {
  override name = "QueryError";
  /** The text of the query. */
  query = "";
  /** Index in the query's text where the error is; undefined if QuestDB named no place. */
  position: number | undefined;
  /** Line of the query where the error is, from 1. */
  line: number | undefined;
  /** What may have been meant, or what to do; "" if nothing is known. */
  hint = "";
}

/** Options for {@linkcode queryError}. */
export interface QueryErrorOptions {
  /** What may have been meant. @default "", but for a table that cannot be read what to do */
  hint?: string;
  /** An error made where the query was written, whose stack is therefore that of its user. */
  error?: QueryError;
}

/** The error to show for a query that QuestDB refused. */
export function queryError(
  text: string,
  refused: QueryRefusedError,
  { hint: found, error = new QueryError() }: QueryErrorOptions = {},
): QueryError {
  const hint = found || unreadable(text, refused);
  const { position } = refused;
  const at = position === undefined ? undefined : Math.min(position, text.length);
  const line = at === undefined ? undefined : text.slice(0, at).split("\n").length;
  error.message = messageFor(text, refused) + (hint && `\n${hint}`);
  return Object.assign(error, { query: text, position: at, line, hint });
}

/** What to do about a table that QuestDB 9.3 can neither read nor write any more. */
export const TORN_SYMBOLS =
  "QuestDB was killed in the moment in which a symbol got its place in the table: it cannot open it any " +
  "more. Drop the table and ingest its records again (docs/reliability.md)";

/**
 * What to do about a table that QuestDB 9.3 cannot read although nothing changes it: it was killed
 * between the two steps in which it rewrites a table's description. Any change of the table ends that.
 */
function unreadable(text: string, { message }: QueryRefusedError): string {
  if (/could not consistently read index header/.test(message)) return TORN_SYMBOLS;
  if (!/^(\[\d+\]: )?Metadata read timeout/.test(message)) return "";
  const table = /\bfrom\s+"?([^\s",;()]+)/i.exec(text)?.[1] ?? "NAME";
  return "If this stays, QuestDB was killed while it changed the table. Its rows are there; this makes it " +
    `readable: deno task sql 'alter table "${table}" set param maxUncommittedRows = 500000'`;
}

function messageFor(text: string, { message, position }: QueryRefusedError): string {
  const said = `QuestDB refused the query: ${message}`;
  if (position === undefined) return said;
  const at = Math.min(position, text.length);
  const line = text.slice(0, at).split("\n").length;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const shown = text.slice(start, end === -1 ? undefined : end);
  // Tabs are kept, so that the caret is below its character.
  const blank = text.slice(start, at).replace(/[^\t]/g, " ");
  return `${said}, line ${line}\n${shown}\n${blank}^`;
}

/** Names that a query may use. */
export interface Names {
  /** All tables and views. */
  tables(): Promise<string[]>;
  /** The columns of a table or view. */
  columns(table: string): Promise<string[]>;
  /** All functions. */
  functions(): Promise<string[]>;
  /** The command that creates and fills a missing table, if there is one. */
  fill?(table: string): string | undefined;
}

/**
 * Suggests what a refused query may have meant: known names that are close to the unknown one.
 *
 * @returns A sentence; "" if no name is close or the error is not about a name.
 */
export async function hintFor(
  text: string,
  { message }: QueryRefusedError,
  names: Names,
): Promise<string> {
  const table = /table does not exist \[table=(.+?)\]/.exec(message)?.[1];
  const column = /Invalid column: (\S+)/i.exec(message)?.[1];
  const called = /unknown function name: (\w+)/.exec(message)?.[1];
  if (table !== undefined) {
    const verb = nearest(table, VERBS, { most: 1 });
    if (verb.length > 0 && sqlCode(text).trimStart().startsWith(table)) return meant(verb);
    const known = await names.tables();
    const fill = names.fill?.(table);
    if (fill) return `This stream has no stored records yet. Fill it with: ${fill}`;
    const close = nearest(table, known);
    if (close.length > 0) return meant(close);
    return known.length === 0
      ? "There are no tables yet. Load the sample tables with: deno task demo"
      : `The tables are ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}. ` +
        "Load the sample tables with: deno task demo";
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
