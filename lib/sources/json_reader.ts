import { messageOf } from "../errors.ts";
import { isHead, type IsRecord, itemsOf } from "./json_envelope.ts";
import { parseExact } from "./json_exact.ts";
import { salvage, type SalvagedPart, unread } from "./json_salvage.ts";

/** A value of a text, or a part of it that is none. */
export interface JsonPart {
  /**
   * The line where it starts, from 1; of several values in a line, and from then on, a number that
   * grows by at least one from value to value. In a text that is one JSON array: the position in it.
   */
  line: number;
  /** The original text. */
  raw: string;
  /** The value; undefined if there is a problem. */
  value?: unknown;
  /** Why this is not a value: `not JSON: …`. */
  problem?: string;
}

/** Options for {@linkcode JsonReader}. */
export interface JsonReaderOptions {
  /** Maximum characters of a value; a longer one is reported. @default 2^24 */
  limit?: number;
  /** Tells records from their parts and from envelopes. */
  isRecord: IsRecord;
}

/** Length of an unfinished line from which on its values are read before it ends. */
const LONG_LINE = 262_144;
/** Length of an unfinished object at which whole records are first looked for in it. */
const PATIENCE = 1_048_576;

/**
 * Reads the JSON objects of a text that arrives in pieces, cut anywhere: one in a line (NDJSON), or
 * several, printed over many lines, in an array, in an envelope such as `{"items": […]}`, with or
 * without commas. Memory is bounded by the longest object, an envelope included.
 *
 * A damaged object costs only itself: where a text is not JSON, the whole records in it are found,
 * and the rest is reported.
 */
export class JsonReader {
  #limit: number;
  #isRecord: IsRecord;
  #parts: JsonPart[] = [];
  #rest = "";
  #line = 1;
  #last = 0;
  /** Whether the text is one JSON array. */
  #array: boolean | undefined;
  #brackets = 0;
  /** An object or other text that has begun, the line where it did, and what is known of it. */
  #begun = "";
  #start = 0;
  #state: "none" | "object" | "other" | "damaged" | "too long" = "none";
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** Characters of an unfinished object from which on records are looked for in it. */
  #patience: number;

  constructor({ limit = 2 ** 24, isRecord }: JsonReaderOptions) {
    this.#limit = limit;
    this.#patience = Math.min(PATIENCE, limit);
    this.#isRecord = isRecord;
  }

  /** Reads the next piece of text. @returns What ends in it. */
  push(text: string): JsonPart[] {
    const lines = text.split("\n");
    const last = lines.pop()!;
    for (const [i, line] of lines.entries()) {
      this.#takeLine(i === 0 ? this.#rest + line : line);
      this.#line++;
    }
    this.#rest = lines.length === 0 ? this.#rest + last : last;
    if (this.#rest.length > LONG_LINE) {
      this.#scan(this.#rest);
      this.#rest = "";
    }
    return this.#parts.splice(0);
  }

  /** Ends the text. @param broken Why it breaks off, if it does. @returns What was unfinished. */
  end(broken?: string): JsonPart[] {
    if (broken !== undefined) {
      this.#scan(this.#rest);
      const raw = this.#state === "none" ? "" : this.#begun;
      const line = raw === "" ? this.#line : this.#start;
      this.#add({ line, raw, problem: `cannot be read from here on: ${broken}` });
      return this.#parts.splice(0);
    }
    this.#takeLine(this.#rest);
    if (this.#state !== "none") this.#giveUp();
    if (this.#brackets > 0) {
      const problem = "not JSON: the array does not end, the file may be cut off";
      this.#add({ line: this.#line, raw: "", problem });
    }
    return this.#parts.splice(0);
  }

  #add({ line, ...part }: JsonPart) {
    this.#last = this.#array ? this.#last + 1 : Math.max(line, this.#last + 1);
    this.#parts.push({ line: this.#last, ...part });
  }

  /** Reads a line, or the end of one whose start has been read. */
  #takeLine(line: string) {
    if (line.charCodeAt(0) === 123 && this.#state === "none") {
      // The usual case: one object in a line.
      const value = parsed(line);
      if (value !== undefined) {
        this.#array ??= false;
        return this.#addValue(value, { line: this.#line, raw: line.trimEnd() });
      }
    }
    if (this.#array === undefined && line.trim() !== "") this.#array = /^\s*\[/.test(line);
    if (/^\s*\{/.test(line) && (this.#state === "none" || this.#state === "object")) {
      const text = line.trim().replace(/,$/, "");
      const value = parsed(text);
      if (value !== undefined && (this.#state === "none" || this.#isRecord(value))) {
        // An object that has begun before a whole record does not end.
        if (this.#state !== "none") this.#giveUp();
        return this.#addValue(value, { line: this.#line, raw: text });
      }
      if (this.#startsAnew(line)) this.#giveUp();
    }
    this.#scan(line);
    if (this.#state === "too long") this.#state = "none";
    else if (this.#state === "other" || this.#state === "damaged" || this.#quoted) this.#giveUp();
    else if (this.#state === "object") this.#begun += "\n";
  }

  /** Whether a line starts another object although one has begun: it is indented no more than that one. */
  #startsAnew(line: string): boolean {
    if (this.#state !== "object") return false;
    const indent = (text: string) => text.length - text.trimStart().length;
    const [first, second] = this.#begun.split("\n", 2);
    return second !== undefined && indent(second) > indent(first!) &&
      /^\s*\{\s*$/.test(line) && indent(line) <= indent(first!);
  }

  /** Reads a line or a part of one, character by character. */
  #scan(text: string) {
    if (this.#array === undefined && text.trim() !== "") this.#array = /^\s*\[/.test(text);
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#state === "object") {
        if (this.#escaped) this.#escaped = false;
        else if (code === 34) this.#quoted = !this.#quoted;
        else if (this.#quoted) this.#escaped = code === 92;
        else if (code === 123) this.#depth++;
        else if (code === 125 && --this.#depth === 0) {
          const raw = this.#begun + text.slice(start, at + 1);
          const value = parsed(raw);
          if (value === undefined) this.#state = "damaged";
          else {
            this.#begin("none");
            this.#addValue(value, { line: this.#start, raw });
          }
        }
      } else if (this.#state === "none" || this.#state === "other") {
        if (code === 123) {
          if (this.#state === "other") {
            this.#begun += text.slice(start, at);
            this.#giveUp();
          }
          this.#begin("object");
          start = at;
        } else if (this.#state === "none" && !isSeparator(code)) {
          this.#begin("other");
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
    if (this.#begun.length > this.#patience) this.#recover();
  }

  /** Looks for whole records in what has begun and does not end. */
  #recover() {
    const begun = this.#begun, line = this.#start;
    const { parts, end } = salvage(begun, this.#isRecord);
    if (parts.length > 0) {
      this.#begin("none");
      this.#addParts(parts, { text: begun, line, problem: "not JSON" });
      return this.#scan(begun.slice(end));
    }
    this.#patience = Math.min(2 * this.#patience, this.#limit);
    if (begun.length <= this.#limit) return;
    const problem = `is longer than ${this.#limit} characters`;
    this.#add({ line, raw: begun, problem });
    this.#begin("too long");
  }

  #begin(state: "none" | "object" | "other" | "too long") {
    this.#state = state;
    this.#begun = "";
    if (state === "object" || state === "other") this.#start = this.#line;
    this.#depth = state === "object" ? 1 : 0;
    this.#quoted = this.#escaped = false;
    this.#patience = Math.min(PATIENCE, this.#limit);
  }

  #addValue(value: object, { line, raw }: { line: number; raw: string }) {
    if (!itemsOf(value, this.#isRecord)) return this.#add({ line, raw, value });
    // The text of an item is written again, so its numbers must not have been rounded.
    for (const item of itemsOf(parseExact(raw) as object, this.#isRecord)!) {
      this.#add({ line, raw: JSON.stringify(item), value: item });
    }
  }

  /** Reports what has begun and is no value, without the whole records in it. */
  #giveUp() {
    const begun = this.#begun;
    let line = this.#start;
    this.#begin("none");
    this.#brackets = 0; // its closing bracket may be in the damaged text
    if (isHead(begun, this.#isRecord)) return;
    // A line that is not indented may be a record of its own.
    for (const chunk of begun.trimEnd().split(/\n(?=[^\s\]}])/)) {
      this.#addDamaged(chunk, line);
      line += chunk.split("\n").length;
    }
  }

  #addDamaged(text: string, first: number) {
    let value: unknown, problem: string;
    try {
      value = JSON.parse(text);
      return this.#add({ line: first, raw: text, value });
    } catch (error) {
      problem = `not JSON: ${messageOf(error)}`;
    }
    const { parts, end } = salvage(text, this.#isRecord);
    const all = [...parts, ...unread(text, { from: end })];
    this.#addParts(all, { text, line: first, problem });
  }

  #addParts(
    parts: readonly SalvagedPart[],
    { text, line, problem }: { text: string; line: number; problem: string },
  ) {
    let at = 0;
    for (const part of parts) {
      line += text.slice(at, part.at).split("\n").length - 1;
      at = part.at;
      const raw = part.text;
      if (part.value) this.#addValue(part.value, { line, raw });
      else if (!isHead(raw, this.#isRecord)) this.#add({ line, raw, problem });
    }
  }
}

/** Whitespace, comma, brackets, a byte-order mark, or the closing brace of an envelope. */
function isSeparator(code: number): boolean {
  return code <= 32 && code !== 0 || code === 44 || code === 91 || code === 93 || code === 125 ||
    code === 0xfeff;
}

/** The object that a text is; undefined if it is none. */
function parsed(text: string): object | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // the caller reads it character by character, and reports it if it is damaged
  }
}
