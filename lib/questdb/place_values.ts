import { operandStart } from "./operand.ts";
import { arrayLiteral, listLiteral, listOf } from "./list_literal.ts";
import { literal } from "./literal.ts";
import { sqlPieces } from "./sql_pieces.ts";

/** Marks the place of a value; no SQL text holds a NUL. */
export const placeOf = (index: number): string => `\0${index}\0`;

const PLACES = /\0(\d+)\0/g;
/** Units from nanoseconds to years, as QuestDB writes them. */
const INTERVAL = /^(?:[1-9]\d{0,8})?[nUTsmhdwMy]$/;

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Writes values as literals into an SQL text, at the places that {@linkcode placeOf} marks. A list
 * stands in `in (…)`, `in …` or `= any(…)`; an empty one makes the condition false, or true after
 * `not in`.
 *
 * Literals and not the parameters of the wire protocol, since QuestDB gives those the type VARCHAR
 * or DOUBLE unless it can guess better, and its REST API has none. What a text could break out of is
 * checked afterwards: in the finished SQL each text must be one quoted piece.
 *
 * @throws {TypeError} A value cannot be written, or stands where no value can.
 */
export function placeValues(text: string, values: readonly unknown[]): string {
  const code = codeOf(text);
  const edits: Edit[] = [];
  for (const { 0: { length }, 1: index, index: start } of text.matchAll(PLACES)) {
    const at = { code, start, end: start + length };
    const edit = numbered(Number(index), () => place(values[Number(index)], at));
    while (edits.length > 0 && edits.at(-1)!.start >= edit.start) edits.pop(); // its operand's
    edits.push(edit);
  }
  let result = "", from = 0;
  const quoted: [start: number, text: string][] = [];
  for (const edit of edits) {
    result += text.slice(from, edit.start);
    for (const { 0: found, index } of edit.text.matchAll(/'[^']*(?:''[^']*)*'/g)) {
      quoted.push([result.length + index, found]);
    }
    result += edit.text;
    from = edit.end;
  }
  result += text.slice(from);
  assertQuoted(result, quoted);
  return result;
}

/** The text with blanks for its comments and `\uE000` for its quoted texts, equally long. */
function codeOf(text: string): string {
  const seen = { comment: " ", quoted: "\uE000" };
  return sqlPieces(text).map(({ kind, text }) =>
    kind === "code" ? text : seen[kind].repeat(text.length)
  ).toArray().join("");
}

/** Puts the number of the value into an error. */
function numbered<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(error.message.replace("into SQL", `into SQL (value ${index + 1})`));
  }
}

interface Place {
  code: string;
  start: number;
  end: number;
}

function place(value: unknown, at: Place): Edit {
  const { code, start, end } = at;
  if (code[start] !== "\0") {
    if (code[start] === " ") return { start, end, text: "value" }; // in a comment
    throw new TypeError(
      "Cannot write a value into SQL inside quotes: leave the quotes out, and put the rest of the " +
        "text into the value, as in like ${`%${name}%`}",
    );
  }
  const list = listOf(value);
  if (list) return placeList(list, value, at);
  const before = code.slice(0, start);
  if (typeof value === "string" && /\bsample\s+by\s*$/i.test(before)) {
    if (INTERVAL.test(value)) return { start, end, text: value };
    throw new TypeError(
      `Cannot write ${
        JSON.stringify(value)
      } into SQL: sample by takes an interval such as 15m, 1h or 1d`,
    );
  }
  const name = /[\w$.]+$/.exec(before)?.[0];
  if (name !== undefined && typeof value === "number") {
    throw new TypeError(
      `Cannot write ${literal(value)} into SQL directly after ${name}: leave a blank, or, for a ` +
        "name, use sql.id(`name_${number}`)",
    );
  }
  // Blanks, so that neither quotes nor minus signs of neighbours join: 'a' 'b', 1 - -1.
  return {
    start,
    end,
    text: ` ${literal(value)}${/^[\w$\0\uE000]/.test(tail(value, at)) ? " " : ""}`,
  };
}

/** The code after a value. A number may be followed by a unit or a type: `5m`, `8.5m`. */
function tail(value: unknown, { code, end }: Place): string {
  const after = code.slice(end, end + 2);
  return typeof value === "number" && /^[a-zA-Z]\W?$/.test(after) ? "" : after;
}

function placeList(list: unknown[], value: unknown, { code, start, end }: Place): Edit {
  const before = code.slice(0, start);
  const after = code.slice(end);
  const closing = /^\s*\)/.exec(after);
  const wrapped = closing && /\b(not\s+)?(in)\s*\(\s*$/i.exec(before);
  const any = closing &&
    (/(=)\s*(?:any|some)\s*\(\s*$/i.exec(before) ?? /(<>|!=)\s*all\s*\(\s*$/i.exec(before));
  const bare = /\b(not\s+)?in\s*$/i.exec(before);
  const found = wrapped ?? any ?? bare;
  if (!found || any && /[<>!]$/.test(before.slice(0, any.index))) {
    const text = ArrayBuffer.isView(value) && value instanceof Uint8Array
      ? undefined
      : arrayLiteral(list);
    if (text !== undefined) return { start, end, text: ` ${text} ` };
    return { start, end, text: literal(list) }; // fails, and says where lists may stand
  }
  const until = end + (bare ? 0 : closing![0].length);
  const negated = any ? any[1] !== "=" : found[1] !== undefined;
  if (list.length === 0) {
    const from = operandStart(code, found.index);
    return { start: from, end: until, text: negated ? "(1 = 1)" : "(1 = 0)" };
  }
  const text = listLiteral(list);
  if (any) return { start: any.index, end: until, text: `${negated ? " not" : ""} in (${text})` };
  return { start, end: until, text: bare ? ` (${text})` : `${text})` };
}

/** Fails if a text is not exactly one quoted piece of the finished SQL. */
function assertQuoted(sql: string, quoted: readonly [start: number, text: string][]): void {
  if (quoted.length === 0) return;
  const pieces = new Map<number, string>();
  let at = 0;
  for (const { kind, text } of sqlPieces(sql)) {
    if (kind === "quoted") pieces.set(at, text);
    at += text.length;
  }
  if (quoted.every(([start, text]) => pieces.get(start) === text)) return;
  throw new TypeError(
    "Cannot write values into SQL whose quotes do not close: check the quotes of the query",
  );
}
