/**
 * Splits text that arrives in pieces into lines, without their ends. Memory is bounded: between pieces
 * at most `limit` + 1 characters of a line are kept, so a line longer than `limit` may have been cut.
 */
export class LineSplitter {
  /** Maximum length of a line in characters. */
  readonly limit: number;
  /** What ends a line, one character. */
  readonly separator: string;
  #rest = "";

  /**
   * @param options `limit`: maximum length of a line in characters. `separator`: what ends a line,
   * one character. @default separator LF
   */
  constructor({ limit, separator = "\n" }: { limit: number; separator?: string }) {
    this.limit = limit;
    this.separator = separator;
  }

  /** The text after the last line end so far. */
  get rest(): string {
    return this.#rest;
  }

  /** Reads the next piece of text. @returns The lines that end in it. */
  push(text: string): string[] {
    const lines = text.split(this.separator);
    const last = lines.pop()!;
    if (lines.length > 0) {
      lines[0] = this.#joined(lines[0]!);
      this.#rest = last;
    } else {
      this.#rest = this.#joined(last);
    }
    return lines;
  }

  #joined(text: string): string {
    if (this.#rest === "") return text;
    const room = this.limit + 1 - this.#rest.length;
    return room <= 0 ? this.#rest : this.#rest + text.slice(0, room);
  }

  /** Ends the text. @returns The last line, if it did not end with a separator. */
  end(): string[] {
    const last = this.#rest;
    this.#rest = "";
    return last === "" ? [] : [last];
  }
}
