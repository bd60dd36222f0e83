import type { IsRecord } from "./json_envelope.ts";
import { parsedObject } from "./json_object.ts";
import { type JsonPart, JsonParts } from "./json_parts.ts";
import { JsonScanner } from "./json_scanner.ts";

/** Options for {@linkcode JsonReader}. */
export interface JsonReaderOptions {
  /** Maximum characters of a value; a longer one is reported. @default 2^24 */
  limit?: number;
  /** Tells records from their parts and from envelopes. */
  isRecord: IsRecord;
}

/** Length of an unfinished line from which on its values are read before it ends. */
const LONG_LINE = 262_144;

/**
 * Reads the JSON objects of a text that arrives in pieces, cut anywhere: one in a line (NDJSON), or
 * several, printed over many lines, in an array, in an envelope such as `{"items": […]}`, with or
 * without commas. Memory is bounded by the longest object, an envelope included.
 *
 * A damaged object costs only itself: where a text is not JSON, the whole records in it are found,
 * and the rest is reported.
 */
export class JsonReader {
  #isRecord: IsRecord;
  #parts: JsonParts;
  #scanner: JsonScanner;
  #rest = "";
  #line = 1;

  constructor({ limit = 2 ** 24, isRecord }: JsonReaderOptions) {
    this.#isRecord = isRecord;
    this.#parts = new JsonParts(isRecord);
    this.#scanner = new JsonScanner(this.#parts, { limit, isRecord });
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
      this.#scanner.scan(this.#rest, this.#line);
      this.#rest = "";
    }
    return this.#parts.take();
  }

  /** Ends the text. @param broken Why it breaks off, if it does. @returns What was unfinished. */
  end(broken?: string): JsonPart[] {
    if (broken !== undefined) {
      this.#scanner.scan(this.#rest, this.#line);
      const { line, raw } = this.#scanner.unfinished ?? { line: this.#line, raw: "" };
      this.#parts.add({ line, raw, problem: `cannot be read from here on: ${broken}` });
      return this.#parts.take();
    }
    this.#takeLine(this.#rest);
    if (this.#scanner.open !== "none") this.#scanner.giveUp();
    if (this.#scanner.isInArray) {
      const problem = "not JSON: the array does not end, the file may be cut off";
      this.#parts.add({ line: this.#line, raw: "", problem });
    }
    return this.#parts.take();
  }

  /** Reads a line, or the end of one whose start has been read. */
  #takeLine(line: string) {
    if (line.charCodeAt(0) === 123 && this.#scanner.open === "none") {
      // The usual case: one object in a line.
      const value = parsedObject(line);
      if (value !== undefined) {
        this.#parts.isArray ??= false;
        return this.#parts.addValue(value, { line: this.#line, raw: line.trimEnd() });
      }
    }
    this.#parts.look(line);
    if (/^\s*\{/.test(line) && this.#scanner.open !== "other") {
      const text = line.trim().replace(/,$/, "");
      const value = parsedObject(text);
      if (value !== undefined && (this.#scanner.open === "none" || this.#isRecord(value))) {
        // An object that has begun before a whole record does not end.
        if (this.#scanner.open !== "none") this.#scanner.giveUp();
        return this.#parts.addValue(value, { line: this.#line, raw: text });
      }
      if (this.#scanner.startsAnew(line)) this.#scanner.giveUp();
    }
    this.#scanner.scan(line, this.#line);
    this.#scanner.endLine();
  }
}
