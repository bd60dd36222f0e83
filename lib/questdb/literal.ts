/**
 * A value as an SQL literal. No text can close its own quotes: QuestDB's only escape is the doubled
 * quote.
 *
 * @throws {TypeError} QuestDB has no such value; the message says what to write.
 */
export function literal(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value === "bigint") return bigintLiteral(value);
  if (value instanceof Date) return timeLiteral(isNaN(value.getTime()) ? "" : value.toISOString());
  return timeLiteral(temporalText(value) ?? refuse(value, otherwise(value)));
}

/** Fails for a value that QuestDB cannot take. */
function refuse(value: unknown, advice: string): never {
  const shown = Deno.inspect(value, { colors: false, depth: 1, breakLength: Infinity });
  const short = shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
  throw new TypeError(`Cannot write ${short} into SQL: ${advice}`);
}

function textLiteral(text: string): string {
  if (text.includes("\0")) {
    refuse(text, "it holds a NUL character, where QuestDB's protocol ends a text");
  }
  if (!text.isWellFormed()) {
    refuse(text, "it holds half a character (a lone surrogate); use text.toWellFormed()");
  }
  return `'${text.replaceAll("'", "''")}'`;
}

const LONG = 2n ** 63n;

function numberLiteral(number: number): string {
  if (isNaN(number)) {
    refuse(number, "QuestDB has no NaN and would read it as null; use null or leave the rows out");
  }
  if (Math.abs(number) === Infinity) {
    refuse(
      number,
      "QuestDB has no Infinity; use a bound such as 1e308, or leave the condition out",
    );
  }
  if (Object.is(number, -0)) return "-0.0";
  // Beyond 2^53, String() writes other digits than the number's own.
  const whole = Number.isInteger(number) && Math.abs(number) < Number(LONG);
  return whole ? String(BigInt(number)) : number.toString().replace(/^-?\d+$/, "$&.0");
}

/** As a LONG if it fits, else as a LONG256, which has no sign. */
function bigintLiteral(number: bigint): string {
  if (number > -LONG && number < LONG) return String(number);
  if (number > 0n && number < 2n ** 256n) return `0x${number.toString(16)}`;
  return refuse(
    number,
    number === -LONG
      ? "it is QuestDB's null of LONG; use null"
      : "QuestDB's integers are LONG, below 2^63, and LONG256, from 0 to 2^256 − 1",
  );
}

/** @param text ISO text in UTC with the year in four digits; anything else is refused. */
function timeLiteral(text: string): string {
  if (!/^(?!0000)\d{4}-/.test(text)) {
    const shown = text === "" ? "an invalid Date" : text;
    throw new TypeError(
      `Cannot write ${shown} into SQL: QuestDB's times are from the year 1 to 9999`,
    );
  }
  const finer = /\.\d{6}(?!000Z)\d{3}Z$/.test(text);
  return `'${text}'::timestamp${finer ? "_ns" : ""}`;
}

/** A value of Temporal that is a moment, or a day or wall time, as ISO text in UTC. */
function temporalText(value: unknown): string | undefined {
  if (value instanceof Temporal.Instant) return value.toString();
  if (value instanceof Temporal.ZonedDateTime) return value.toInstant().toString();
  if (value instanceof Temporal.PlainDateTime) {
    return `${value.withCalendar("iso8601").toString()}Z`;
  }
  if (value instanceof Temporal.PlainDate) {
    return `${value.withCalendar("iso8601").toString()}T00:00:00Z`;
  }
  return undefined;
}

/** What to write instead of a value that is not of a type that QuestDB has. */
function otherwise(value: unknown): string {
  if (value === undefined) return "use null for a value that is missing";
  if (typeof value === "function") return "call it, and use what it returns";
  if (typeof value === "symbol") return "use text";
  if (value instanceof Promise) return "await it first";
  if (Array.isArray(value) || value instanceof Set || ArrayBuffer.isView(value)) {
    return "a list stands in a condition: x in (${list}), x not in (${list}) or x = any(${list})";
  }
  return "use text, a number, a bigint, a boolean, a Date, a list or null; of an object, " +
    "one of its fields or JSON.stringify(object)";
}
