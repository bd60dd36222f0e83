/** What the word before the cursor may become. */
import { KEYWORDS, namedIn } from "../../../lib/shell/sql_words.ts";
import type { SqlNames, TableNames } from "../../sql/names.ts";

/** A suggestion, as CodeMirror takes it. */
export interface Suggestion {
  label: string;
  /** What is written, if it is not the label. */
  apply?: string;
  type: "class" | "property" | "function" | "keyword";
  detail?: string;
  /** Higher ones come first. */
  boost?: number;
}

/** Suggestions for the text from an index to the cursor. */
export interface Suggestions {
  from: number;
  options: Suggestion[];
}

/**
 * Suggests tables, columns of the tables that the statement names (before or after the cursor), functions and keywords.
 *
 * @param at The cursor's index.
 * @returns Undefined if there is no word to complete, and `asked` is not set.
 */
export function suggest(
  text: string,
  at: number,
  { names, asked }: { names: SqlNames; asked: boolean },
): Suggestions | undefined {
  const before = text.slice(0, at);
  const word = /[\p{L}\p{N}_$]*$/u.exec(before)![0];
  const from = at - word.length;
  const { tables } = names;
  const owner = /(?:"([^"]+)"|([\w$]+))\.[\w$]*$/.exec(before);
  if (owner) {
    const table = tableOf(text, owner[1] ?? owner[2]!, tables);
    return table && { from, options: table.columns.map(columnOf) };
  }
  if (/\b(?:from|join)\s+"?[\w$]*$/i.test(before)) {
    const isOpen = /"[\w$]*$/.test(before);
    return { from, options: tables.map((table) => suggestTable(table, isOpen)) };
  }
  if (word === "" && !asked) return undefined;
  const named = namedIn(text.slice(0, from) + text.slice(at), tables.map(({ name }) => name));
  const columns = tables.filter(({ name }) => named.includes(name))
    .flatMap(({ columns }) => columns.map((column) => ({ ...columnOf(column), boost: 3 })));
  const unique = [...new Map(columns.map((column) => [column.label, column])).values()];
  return {
    from,
    options: [
      ...unique,
      ...tables.map((table) => ({ ...suggestTable(table), boost: 1 })),
      ...KEYWORDS.filter((word) => !/\W/.test(word))
        .map((label) => ({ label, type: "keyword" as const })),
      ...names.functions.map((label) => ({
        label,
        apply: `${label}(`,
        type: "function" as const,
        boost: -1,
      })),
    ],
  };
}

/** The table that a name or an alias stands for. */
function tableOf(
  text: string,
  name: string,
  tables: readonly TableNames[],
): TableNames | undefined {
  const named = (wanted: string) => tables.find((table) => table.name === wanted);
  const alias = new RegExp(
    `\\b(?:from|join)\\s+"?([^\\s",()]+)"?\\s+(?:as\\s+)?${RegExp.escape(name)}(?!\\w)`,
    "i",
  );
  return named(name) ?? named(alias.exec(text)?.[1] ?? "");
}

function columnOf({ name, type }: TableNames["columns"][number]): Suggestion {
  return { label: name, apply: quotedIfNeeded(name), type: "property", detail: type.toLowerCase() };
}

function suggestTable({ name, rows }: TableNames, isOpen = false): Suggestion {
  return {
    label: name,
    apply: isOpen ? name : quotedIfNeeded(name),
    type: "class",
    ...rows === null ? {} : { detail: `${rows.toLocaleString("en-US")} rows` },
  };
}

/** A name as SQL needs it. */
export function quotedIfNeeded(name: string): string {
  const isPlain = /^[a-z_][\w$]*$/i.test(name) && !KEYWORDS.includes(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
