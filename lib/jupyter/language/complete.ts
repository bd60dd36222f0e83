import { columnString } from "./column_strings.ts";
import { completeCode, ownerBefore, wordBefore } from "./complete_code.ts";
import { completeSql } from "./complete_sql.ts";
import { cursorContext } from "./cursor_context.ts";
import type { KnownCell } from "./known_cell.ts";
import type { LanguageServer } from "./language_server.ts";
import { isPath, type LiveKind } from "./live_names.ts";
import { matching } from "./shown_names.ts";
import type { SqlCatalog } from "./sql_catalog.ts";
import type { Suggestion, Suggestions } from "./suggestion.ts";

/** Where suggestions come from. */
export interface Sources {
  server: LanguageServer;
  catalog: SqlCatalog;
  /** The cells that ran. */
  earlier: readonly KnownCell[];
  /** Lists names of a live value; none if the kernel is busy. */
  live(kind: LiveKind, path?: string): Promise<string[]>;
}

/** Suggests what may stand at an index of a cell (UTF-16). */
export async function complete(
  sources: Sources,
  cell: string,
  cursor: number,
): Promise<Suggestions | undefined> {
  const context = cursorContext(cell, cursor);
  if (context.sql) {
    const { text, cursor: at } = context.sql;
    const found = completeSql(text, at, await sources.catalog.names());
    return { ...found, start: cursor - at + found.start };
  }
  if (context.other) return undefined;
  // The server would ask the registry for names of packages.
  const { string } = context;
  if (string !== undefined && /^.(?:npm|jsr|https?):/.test(cell.slice(string))) return undefined;
  const word = wordBefore(cell, cursor);
  const plain = context.string === undefined && word !== "" &&
    cell[cursor - word.length - 1] !== ".";
  const [known, globals] = await Promise.all([
    completeCode(sources.server, { earlier: sources.earlier, cell, cursor }),
    plain ? sources.live("globals") : [],
  ]);
  if (context.string !== undefined) {
    if (known && known.items.length > 0) return known;
    const column = columnString(cell, context);
    return column && await columns(sources, column, { cell, cursor });
  }
  return await withLive(sources, known, { cell, cursor, globals });
}

/** Adds what the types do not know: members of live values, globals that cells have made. */
async function withLive(
  { live, earlier }: Sources,
  known: Suggestions | undefined,
  { cell, cursor, globals }: { cell: string; cursor: number; globals: string[] },
): Promise<Suggestions | undefined> {
  const word = wordBefore(cell, cursor);
  const start = cursor - word.length;
  if (known && known.start !== start) return known; // such as an import's path
  const member = cell[start - 1] === ".";
  const own = known?.items ?? [];
  const add = (names: string[], type: string) => {
    const items = names.filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      .map((text) => ({ text, type }));
    return { start, items: [...own, ...matching(items, word, ({ text }) => text)] };
  };
  if (member) {
    const owner = ownerBefore(cell, start);
    if (own.length > 0 || owner === undefined || !isPath(owner)) return known;
    return add(await live("members", owner), "property");
  }
  if (word === "") return known;
  const names = earlier.flatMap(({ names }) => [...names]); // all there is while the server starts
  return add([...known ? [] : names, ...globals], "instance");
}

/** The columns of the rows that a call gets: by their type, else by the live value. */
async function columns(
  { server, earlier, live }: Sources,
  { rows, call, start }: { rows: string; call: number; start: number },
  { cell, cursor }: { cell: string; cursor: number },
): Promise<Suggestions> {
  const probe = `${cell.slice(0, call)}(await (${rows}))[0]!.`;
  const typed = await completeCode(server, { earlier, cell: probe, cursor: probe.length });
  let names = typed?.items.filter(({ type }) => type === "property").map(({ text }) => text) ?? [];
  if (names.length === 0 && isPath(rows)) names = await live("columns", rows);
  const prefix = cell.slice(start, cursor);
  const items = names.map((text): Suggestion => ({ text, type: "column" }));
  return { start, items: matching(items, prefix, ({ text }) => text) };
}
