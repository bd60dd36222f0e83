/** What every text in a record must be, beyond its schema, so that it is stored as it is. */
import type { Column } from "./fields.ts";

/** A field and what is wrong with it. */
export interface Broken {
  field: string;
  reason: string;
}

type Fields = Record<string, unknown>;

const NOT_UNICODE = "must be Unicode text: it holds half of a surrogate pair";
const HAS_NUL = "must not hold a NUL character: QuestDB cannot store it in a SYMBOL";
/** A value of a hundred thousand levels must not exhaust the stack of this check or of another reader. */
const DEPTH = 100;
/** Types whose texts a pattern describes completely. */
const PLAIN = ["UUID", "IPv4", "TIMESTAMP", "LONG", "DOUBLE", "BOOLEAN"];

/**
 * Compiles a check of the texts in a record's fields, also within lists and objects: whole Unicode
 * characters only, since half a surrogate pair (JSON's `\ud800`) becomes U+FFFD in UTF-8, and two
 * ids one; and no NUL in a SYMBOL, which QuestDB refuses (a VARCHAR keeps it). Values stored as JSON
 * text must also have finite numbers, since JSON has no others, and at most 100 levels.
 *
 * @returns The first broken field of a record; the function is straight-line code without look-ups.
 */
export function compileTexts(columns: readonly Column[]): (fields: Fields) => Broken | undefined {
  const lines = columns.filter(({ type }) => !PLAIN.includes(type)).map(({ name, type }) => {
    if (type === "JSON") {
      return `if ((v = r.${name}) != null && (b = inJson(v, "${name}"))) return b;`;
    }
    const nul = type === "SYMBOL" ? ' || v.includes("\\0")' : "";
    return `if (typeof (v = r.${name}) === "string" && (!v.isWellFormed()${nul})) return inText(v, "${name}");`;
  });
  // Column names are snake_case, so they are safe in source code.
  const source = `return function textsOf(r) {\nlet v, b;\n${lines.join("\n")}\n}`;
  return new Function("inJson", "inText", source)(inJson, inText);
}

function inText(text: string, field: string): Broken {
  return { field, reason: text.isWellFormed() ? HAS_NUL : NOT_UNICODE };
}

/** The first broken place in a value that is stored as JSON text. */
export function inJson(value: unknown, field: string, depth = 0): Broken | undefined {
  if (typeof value === "string") return value.isWellFormed() ? undefined : inText(value, field);
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : { field, reason: "must be a finite number" };
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (depth === DEPTH) return { field, reason: `must not have more than ${DEPTH} levels` };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const broken = inJson(value[i], field, depth + 1);
      if (broken) return { ...broken, field: below(broken.field, field, i) };
    }
    return undefined;
  }
  for (const name in value) {
    if (!name.isWellFormed()) return { field, reason: NOT_UNICODE };
    const broken = inJson((value as Fields)[name], field, depth + 1);
    if (broken) return { ...broken, field: below(broken.field, field, name) };
  }
}

/** `items` and `items/name`, found in item 2, is `items/2/name`. */
function below(found: string, field: string, part: string | number): string {
  return `${field}/${part}${found.slice(field.length)}`;
}
