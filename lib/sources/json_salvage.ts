import type { IsRecord } from "./json_envelope.ts";
import { parsedObject } from "./json_object.ts";

/** Characters that may stand between the records of a text. */
const PUNCTUATION = /^[\s,[\]{}\ufeff]*$/;

/** Part of a damaged text: a record, or what could not be read. */
export interface SalvagedPart {
  /** Where it starts in the text. */
  at: number;
  text: string;
  /** The record; undefined if the part could not be read. */
  value?: object;
}

/**
 * Finds the whole records in a text that is not JSON: a record that breaks off in the middle of a
 * string and runs into the next one turns all later quotes around. So each place that may start an
 * object is tried.
 *
 * @returns The parts in order, and where the last record ends. Time is proportional to the text's
 * length: in a text made to be slow, later records count as unread.
 */
export function salvage(
  text: string,
  isRecord: IsRecord,
): { parts: SalvagedPart[]; end: number } {
  const parts: SalvagedPart[] = [];
  const starts = /\{\s*"/g;
  let end = 0, budget = 32 * text.length + 65_536;
  for (let match; budget > 0 && (match = starts.exec(text));) {
    const close = objectEnd(text, match.index);
    budget -= (close ?? text.length) - match.index;
    const value = close === undefined ? undefined : parsedObject(text.slice(match.index, close));
    if (value === undefined || !isRecord(value)) continue;
    parts.push(...unread(text, { from: end, to: match.index }));
    parts.push({ at: match.index, text: text.slice(match.index, close), value });
    end = starts.lastIndex = close!;
  }
  return { parts, end };
}

/** A part of a text as unread, unless only punctuation is in it. */
export function unread(
  text: string,
  { from, to = text.length }: { from: number; to?: number },
): SalvagedPart[] {
  const part = text.slice(from, to);
  return PUNCTUATION.test(part) ? [] : [{ at: from, text: part }];
}

/** Where an object ends that starts at a brace; undefined if it does not end, or a string has a line break. */
function objectEnd(text: string, start: number): number | undefined {
  let depth = 0, quoted = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (quoted) {
      if (code === 92) at++;
      else if (code === 10) return undefined;
    } else if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return at + 1;
  }
  return undefined;
}
