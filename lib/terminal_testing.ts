import assert from "node:assert/strict";

/** What a terminal of this size shows: rows of text, the cursor, and the rows that scrolled off. */
export class Terminal {
  rows = [""];
  top = 0;
  row = 0;
  column = 0;
  constructor(public columns = 80, public height = 24) {}

  write(text: string): void {
    // deno-lint-ignore no-control-regex
    for (const [token] of text.matchAll(/\x1b\[[\d;]*[A-Za-z]|[\s\S]/g)) {
      const count = Number(token.slice(2, -1) || 1);
      if (token === "\r") this.column = 0;
      else if (token === "\n") this.down();
      else if (!token.startsWith("\x1b")) this.put(token);
      else if (token.endsWith("A")) this.row = Math.max(this.top, this.row - count);
      else if (token === "\x1b[2K") this.rows[this.row] = "";
      else if (token.endsWith("G")) this.column = Math.max(0, count - 1);
      else if (token === "\x1b[0J") {
        this.rows.length = this.row + 1;
        this.rows[this.row] = this.line().slice(0, this.column);
      } else if (token.endsWith("m")) continue; // a style
      else if (token === "\x1b[K") this.rows[this.row] = this.line().slice(0, this.column);
      else throw new Error(`unknown sequence ${JSON.stringify(token)}`);
    }
  }
  private line(): string {
    return (this.rows[this.row] ?? "").padEnd(this.column);
  }
  private put(character: string): void {
    assert.doesNotMatch(character, /\p{Cc}/u);
    if (this.column === this.columns) this.down();
    const line = this.line();
    this.rows[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1);
    this.column++;
  }
  private down(): void {
    this.column = 0;
    this.row++;
    this.rows[this.row] ??= "";
    this.top = Math.max(this.top, this.row - this.height + 1);
  }
  /** Everything written and not cleared, without the empty last line with the cursor. */
  text(): string[] {
    assert.deepEqual([this.row, this.column], [this.rows.length - 1, 0], "cursor below the text");
    return this.rows.slice(0, -1).map((row) => row.trimEnd());
  }
}
