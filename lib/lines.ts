/**
 * Cuts text that comes in pieces into its lines, without their LF. Memory stays bounded: of a line
 * longer than `limit` characters no more than `limit` + 1 are kept from piece to piece, so that a
 * longer line than `limit` tells that it was cut.
 */
export class LineSplitter {
  /** Longest line in characters. */
  readonly limit: number;
  #rest = "";

  /** @param options `limit`: longest line in characters. */
  constructor({ limit }: { limit: number }) {
    this.limit = limit;
  }

  /** What stands after the last LF so far. */
  get rest(): string {
    return this.#rest;
  }

  /** The lines that end within the next piece of text. */
  push(text: string): string[] {
    const lines = text.split("\n");
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

  /** The last line, where the text does not end with an LF. */
  end(): string[] {
    const last = this.#rest;
    this.#rest = "";
    return last === "" ? [] : [last];
  }
}
