import type { IsRecord } from "./json_envelope.ts";
import { parsedObject } from "./json_object.ts";
import { JsonObjectEnd } from "./json_object_end.ts";
import type { JsonParts } from "./json_parts.ts";
import { salvage } from "./json_salvage.ts";

/** Length of an unfinished object at which whole records are first looked for in it. */
const PATIENCE = 1_048_576;

/** Options for {@linkcode JsonScanner}. */
export interface JsonScannerOptions {
  /** Maximum characters of a value; a longer one is reported. */
  limit: number;
  /** Tells records from their parts and from envelopes. */
  isRecord: IsRecord;
}

/**
 * Reads JSON objects character by character, for texts that do not have one in each line. It
 * remembers what has begun and not ended, over lines and pieces.
 */
export class JsonScanner {
  #parts: JsonParts;
  #limit: number;
  #isRecord: IsRecord;
  /** Brackets that are open around the values. */
  #brackets = 0;
  /** An object or other text that has begun, the line where it did, and what is known of it. */
  #begun = "";
  #start = 0;
  #state: "none" | "object" | "other" | "damaged" | "too long" = "none";
  #objectEnd = new JsonObjectEnd();
  /** Characters of an unfinished object from which on records are looked for in it. */
  #patience: number;

  /** @param parts Where values, and texts that are not values, are added. */
  constructor(parts: JsonParts, { limit, isRecord }: JsonScannerOptions) {
    this.#parts = parts;
    this.#limit = limit;
    this.#patience = Math.min(PATIENCE, limit);
    this.#isRecord = isRecord;
  }

  /** What has begun and not ended: nothing, an object, or other text. */
  get open(): "none" | "object" | "other" {
    return this.#state === "none" || this.#state === "object" ? this.#state : "other";
  }

  /** What has begun and not ended: the line where it starts, from 1, and its text so far. */
  get unfinished(): { line: number; raw: string } | undefined {
    if (this.#state === "none" || this.#begun === "") return undefined;
    return { line: this.#start, raw: this.#begun };
  }

  /** Whether an array around the values has not ended. */
  get isInArray(): boolean {
    return this.#brackets > 0;
  }

  /** Whether a line starts another object although one has begun: it is indented no more than that one. */
  startsAnew(line: string): boolean {
    if (this.#state !== "object") return false;
    const indent = (text: string) => text.length - text.trimStart().length;
    const [first, second] = this.#begun.split("\n", 2);
    return second !== undefined && indent(second) > indent(first!) &&
      /^\s*\{\s*$/.test(line) && indent(line) <= indent(first!);
  }

  /** Reads a line or a part of one. @param line The number of the line, from 1. */
  scan(text: string, line: number) {
    this.#parts.look(text);
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      if (this.#state === "object") {
        at = this.#objectEnd.find(text, at);
        if (at === -1) break;
        const raw = this.#begun + text.slice(start, at + 1);
        const value = parsedObject(raw);
        if (value === undefined) this.#state = "damaged";
        else {
          this.#begin("none");
          this.#parts.addValue(value, { line: this.#start, raw });
        }
      } else if (this.#state === "none" || this.#state === "other") {
        const code = text.charCodeAt(at);
        if (code === 123) {
          if (this.#state === "other") {
            this.#begun += text.slice(start, at);
            this.giveUp();
          }
          this.#begin("object");
          this.#start = line;
          start = at;
        } else if (this.#state === "none" && !isSeparator(code)) {
          this.#begin("other");
          this.#start = line;
          start = at;
          this.#brackets = 0;
        } else if (this.#state === "none") {
          if (code === 91) this.#brackets++;
          else if (code === 93 && this.#brackets > 0) this.#brackets--;
        }
      } else break;
    }
    if (this.#state === "none" || this.#state === "too long") return;
    this.#begun += text.slice(start);
    if (this.#begun.length > this.#patience) this.#recover(line);
  }

  /** Ends a line: only an object goes on in the next one, and only outside of its strings. */
  endLine() {
    if (this.#state === "too long") this.#state = "none";
    else if (this.#state === "other" || this.#state === "damaged" || this.#objectEnd.quoted) {
      this.giveUp();
    } else if (this.#state === "object") this.#begun += "\n";
  }

  /** Reports what has begun and is no value, without the whole records in it. */
  giveUp() {
    const begun = this.#begun;
    this.#begin("none");
    this.#brackets = this.#parts.addDamaged(begun, this.#start);
  }

  /** Looks for whole records in what has begun and does not end. */
  #recover(current: number) {
    const begun = this.#begun, line = this.#start;
    const { parts, end } = salvage(begun, this.#isRecord);
    if (parts.length > 0) {
      this.#begin("none");
      const read = { text: begun.slice(0, end), line, problem: "not JSON" };
      this.#brackets += this.#parts.addSalvaged(parts, read);
      return this.scan(begun.slice(end), current);
    }
    this.#patience = Math.min(2 * this.#patience, this.#limit);
    if (begun.length <= this.#limit) return;
    const problem = `is longer than ${this.#limit} characters`;
    this.#parts.add({ line, raw: begun, problem });
    this.#begin("too long");
  }

  #begin(state: "none" | "object" | "other" | "too long") {
    this.#state = state;
    this.#begun = "";
    this.#objectEnd.begin();
    this.#patience = Math.min(PATIENCE, this.#limit);
  }
}

/** Whitespace, comma, brackets, a byte-order mark, or the closing brace of an envelope. */
function isSeparator(code: number): boolean {
  return code <= 32 && code !== 0 || code === 44 || code === 91 || code === 93 || code === 125 ||
    code === 0xfeff;
}
