import { isoTime } from "../time.ts";

/** A row of a query result, by column name. */
export type Row = Record<string, unknown>;

/** A column of a query result. */
export interface AnswerColumn {
  name: string;
  /** QuestDB's type: `LONG`, `SYMBOL`, `TIMESTAMP`. Over the wire all text is `VARCHAR`. */
  type: string;
}

/** The result of a query. */
export interface Answer<T extends Row = Row> {
  columns: AnswerColumn[];
  rows: T[];
  /** Name of the designated timestamp, by which the rows ascend; unknown over the wire. */
  designated?: string;
}

/** Timestamps as Date (milliseconds) or as ISO text with up to microseconds. */
export type Times = "date" | "text";

/** A LONG as a number if a number holds it exactly, else as a bigint. */
export function safeInteger(text: string): number | bigint {
  const value = Number(text);
  return String(value) === text ? value : BigInt(text);
}

/**
 * Reads QuestDB's text of a time, from REST or the wire. Years after 9999 are written as JavaScript does,
 * `+010000-01-01T…`; a Date holds no time after the year 275760, and is then an invalid one.
 */
export function timeOf(text: string, times: Times): Date | string {
  const iso = isoText(text);
  return times === "date" ? new Date(iso) : iso;
}

/** `2026-01-01 00:00:00.123456` as ISO text, with no more digits than it needs. */
function isoText(text: string): string {
  const [whole, fraction = ""] = text.replace(" ", "T").replace(/Z$/, "").split(".");
  const [, year, rest] = /^(\d{5,})(-.*)$/.exec(whole!) ?? [];
  if (year !== undefined) {
    const digits = fraction.replace(/0+$/, "");
    return `+${year.padStart(6, "0")}${rest}${digits === "" ? "" : `.${digits}`}Z`;
  }
  const seconds = Date.parse(`${whole}Z`) / 1000;
  return isoTime(seconds, Number(fraction.padEnd(6, "0").slice(0, 6)));
}
