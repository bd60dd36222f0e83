import { LineSplitter } from "./lines.ts";

/**
 * Splits CSV that arrives in pieces into lines. The first line end that is not in a quoted cell shows
 * which kind the text has: LF, also as CRLF, or CR. The CR of a CRLF stays at the end of its line.
 */
export class CsvLines {
  /** Maximum length of a line in characters; a longer one may be cut. */
  readonly limit: number;
  #lines: LineSplitter;
  /** The text so far, until its first line end shows which kind the text has. */
  #start: string | undefined = "";

  /** @param limit Maximum length of a line in characters. */
  constructor(limit: number) {
    this.limit = limit;
    this.#lines = new LineSplitter({ limit });
  }

  /** What ends a line, one character: LF until the first line end is found. */
  get separator(): string {
    return this.#lines.separator;
  }

  /** The text after the last line end so far. */
  get rest(): string {
    return (this.#start ?? "") + this.#lines.rest;
  }

  /** Reads the next piece of text. @returns The lines that end in it. */
  push(text: string): string[] {
    if (this.#start !== undefined) {
      this.#start += text;
      const separator = lineEnd(this.#start);
      if (separator === undefined && this.#start.length <= this.limit) return [];
      text = this.#begin(separator);
    }
    return this.#lines.push(text);
  }

  /** Ends the text. @returns The lines that were still unfinished. */
  end(): string[] {
    const lines = this.#start === undefined ? [] : this.push(this.#begin());
    return [...lines, ...this.#lines.end()];
  }

  /** Ends the search for the first line end. @returns The text so far. */
  #begin(separator = "\n"): string {
    const start = this.#start!;
    this.#start = undefined;
    this.#lines = new LineSplitter({ limit: this.limit, separator });
    return start;
  }
}

/** What ends the first line of a text: LF, also as CRLF, or CR; undefined if it has not ended yet. */
function lineEnd(text: string): string | undefined {
  let quoted = false;
  for (const { 0: char, index } of text.matchAll(/["\r\n]/g)) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "\n") return "\n";
    else if (index + 1 < text.length) return text[index + 1] === "\n" ? "\n" : "\r";
  }
  return undefined;
}
