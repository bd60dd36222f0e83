import { cellDocument } from "./cell_document.ts";
import type { KnownCell } from "./known_cell.ts";
import type { LanguageServer } from "./language_server.ts";
import { indexOfPlace, placeOfIndex } from "./positions.ts";
import type { ServerItem } from "./server_answers.ts";
import { matching } from "./shown_names.ts";
import type { Suggestion, Suggestions } from "./suggestion.ts";

/** The LSP's CompletionItemKind as Jupyter's kinds. */
const KINDS: Record<number, string> = {
  2: "method",
  3: "function",
  4: "class",
  5: "property",
  6: "instance",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  17: "path",
  19: "path",
  21: "instance",
  22: "interface",
  25: "interface",
};

/** The server's rank of globals and keywords; what the cells declare has a lower one. */
const GLOBAL_RANK = "15";

/** What a person has begun to write at an index of a cell. */
export function wordBefore(cell: string, cursor: number): string {
  return /[\p{ID_Continue}$]*$/u.exec(cell.slice(0, cursor))![0];
}

/** The expression before a dot at the cursor, if it is a member that is looked for: `rows[0]`. */
export function ownerBefore(cell: string, start: number): string | undefined {
  return /([\w$][\w$.[\]"]*)\??\.$/.exec(cell.slice(0, start))?.[1];
}

/**
 * The names that TypeScript knows at an index of a cell.
 *
 * @returns undefined if the server does not answer.
 */
export async function completeCode(
  server: LanguageServer,
  { earlier, cell, cursor }: { earlier: readonly KnownCell[]; cell: string; cursor: number },
): Promise<Suggestions | undefined> {
  const document = cellDocument(earlier, cell);
  server.set(document.text);
  const place = placeOfIndex(document.text, document.fromCell(cursor));
  const items = await server.complete(place);
  if (!items) return undefined;
  const word = wordBefore(cell, cursor);
  const startOf = ({ textEdit }: ServerItem) => {
    const range = textEdit?.range ?? textEdit?.replace ?? textEdit?.insert;
    if (!range || textEdit!.newText.startsWith("?.")) return undefined;
    return document.toCell(indexOfPlace(document.text, range.start));
  };
  // All suggestions of a reply replace the same text: a path in quotes as a whole, or a word.
  const starts = items.map((item) => startOf(item) ?? cursor - word.length);
  const start = starts.length > 0 ? Math.max(...starts) : cursor - word.length;
  const prefix = cell.slice(start, cursor);
  const member = /\.\s*$/.test(cell.slice(0, start));
  const found = items.flatMap((item, i) => {
    if (starts[i] !== start) return [];
    if (prefix === "" && !member && (item.sortText ?? "") >= GLOBAL_RANK) return [];
    const text = startOf(item) === undefined
      ? item.label.replace(/\?$/, "")
      : item.textEdit!.newText;
    const rank = item.sortText ?? "";
    return [{ text, type: KINDS[item.kind ?? 0] ?? "instance", rank }];
  });
  const fit = matching(found, prefix, ({ text }) => text)
    .sort((a, b) => a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);
  return { start, items: fit.map(({ text, type }): Suggestion => ({ text, type })) };
}
