import type { AnswerColumn } from "../answer.ts";

/** What can be asked of a column: how it is compared, filtered and ordered. */
export type ColumnKind = "whole" | "number" | "time" | "text" | "truth" | "other";

const KINDS: [RegExp, ColumnKind][] = [
  [/^(BYTE|SHORT|INT|LONG)$/, "whole"],
  [/^(FLOAT|DOUBLE)$/, "number"],
  [/^(TIMESTAMP|TIMESTAMP_NS|DATE)$/, "time"],
  [/^(SYMBOL|VARCHAR|STRING|CHAR|UUID|IPv4)$/, "text"],
  [/^BOOLEAN$/, "truth"],
];

/** The kind of a column of a QuestDB type; `other` can be shown, but neither filtered nor ordered. */
export function kindOf(type: string): ColumnKind {
  return KINDS.find(([types]) => types.test(type))?.[1] ?? "other";
}

/**
 * The name of a column of an answer as SQL. QuestDB (9.3.4) leaves the doubled quotes of an alias in its
 * name, and finds it only by these.
 */
export function quotedName(name: string): string {
  return `"${name.replace(/"+/g, (quotes) => quotes.length % 2 === 0 ? quotes : quotes + quotes)}"`;
}

/** A column of text as SQL in which it compares as text. */
export function textOf({ name, type }: AnswerColumn): string {
  const column = quotedName(name);
  return /^(CHAR|UUID|IPv4)$/.test(type) ? `${column}::string` : column;
}

/** Compares two values of one kind, neither null, as `Array.sort` wants it; text by UTF-16 units. */
export function compareValues(kind: ColumnKind, a: unknown, b: unknown): number {
  const key = kind !== "time" ? same : a instanceof Date || b instanceof Date ? msOf : withoutZone;
  const [x, y] = [key(a), key(b)] as [number, number];
  return x < y ? -1 : x > y ? 1 : 0;
}

const same = (value: unknown) => value;

function msOf(time: unknown): number {
  return time instanceof Date ? time.getTime() : Date.parse(String(time));
}

/** Of two ISO texts in UTC the one that the other begins with is earlier, but for its `Z`. */
function withoutZone(time: unknown): string {
  return String(time).replace(/Z$/, "");
}
