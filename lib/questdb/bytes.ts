/**
 * Bytes of QuestDB's line protocol (ILP version 2), written directly into one reused buffer.
 * Building strings first costs more than everything else: 43 % of the time goes to garbage collection.
 *
 * Source: QuestDB reference, "InfluxDB Line Protocol": `table,symbol=v field=v timestamp\n`; a LONG
 * ends in `i`, a TIMESTAMP of microseconds in `t`; a version 2 double is `=`, byte 16 and eight
 * bytes little-endian. Typed arrays ignore writes past their end, so a row is written first and
 * {@linkcode LineBytes.overflowed} checked afterwards.
 */

/** Prefix of a binary double: `=` for a binary value, then its type. */
export const DOUBLE = "=\x10";
const MAX_SYMBOLS = 20_000;
const utf8 = new TextEncoder();

/**
 * Text that is written many times, as words of eight bytes: one store instead of eight. The words
 * are doubles, as 64-bit integers would have to be bigints. None is a NaN, whose bits might change in
 * a copy: valid UTF-8 has no such bytes.
 */
export class Words {
  /** Length of the text in bytes, without the zeros that fill the last word. */
  readonly length: number;
  readonly values: Float64Array;

  constructor(text: string) {
    const bytes = utf8.encode(text);
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
    padded.set(bytes);
    this.length = bytes.length;
    this.values = new Float64Array(padded.buffer); // little-endian, as on every platform of Deno
  }
}

/** A growing buffer that lines are written into. */
export class LineBytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #position = 0;
  readonly #symbols = new Map<string, Words>();

  /** @param size Initial size in bytes; {@linkcode LineBytes.grow} doubles it. */
  constructor(size = 1 << 20) {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Number of bytes written. */
  get position(): number {
    return this.#position;
  }

  /** Goes back to an earlier position and discards what follows it. */
  set position(value: number) {
    this.#position = value;
  }

  /** Whether the last writes did not fit. */
  get overflowed(): boolean {
    return this.#position > this.#bytes.length;
  }

  /** Doubles the buffer and keeps only the first `keep` bytes. */
  grow(keep: number): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes.subarray(0, keep));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
    this.#position = keep;
  }

  /** The bytes written so far, as a view. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#position);
  }

  /** Writes one byte. @param at Where; by default at the position, which it advances. */
  byte(value: number, at = this.#position++): void {
    this.#bytes[at] = value;
  }

  /** Writes a text without escaping. */
  words({ values, length }: Words): void {
    const view = this.#view;
    let p = this.#position;
    if (p + values.length * 8 > view.byteLength) {
      this.#position = view.byteLength + 1;
      return;
    }
    this.#position = p + length;
    // What follows overwrites the zeros after the text.
    for (let i = 0; i < values.length; i++, p += 8) view.setFloat64(p, values[i]!, true);
  }

  #encoded(text: string): void {
    const { read, written } = utf8.encodeInto(text, this.#bytes.subarray(this.#position));
    // If the text did not fit, move past the end so that the overflow is noticed.
    this.#position += read === text.length ? written : this.#bytes.length + 1;
  }

  /** Writes a symbol: escapes spaces, commas, equals signs, backslashes and line ends. */
  symbol(text: string): void {
    let words = this.#symbols.get(text);
    if (words === undefined) {
      words = new Words(text.replace(/[ ,=\\\n\r]/g, "\\$&"));
      if (this.#symbols.size >= MAX_SYMBOLS) this.#symbols.clear();
      this.#symbols.set(text, words);
    }
    this.words(words);
  }

  /** Writes a text in quotes: escapes quotes, backslashes and newlines. */
  text(text: string): void {
    const target = this.#bytes;
    const start = this.#position;
    const length = text.length;
    let p = start;
    target[p++] = 34;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.#position = start + 1;
        this.#encoded(text.replace(/["\\\n]/g, "\\$&"));
        this.byte(34);
        return;
      }
      if (code === 34 || code === 92 || code === 10) target[p++] = 92;
      target[p++] = code;
    }
    target[p++] = 34;
    this.#position = p;
  }

  /** Writes a whole number below 10^width with exactly `width` digits. */
  #digits(value: number, width: number): void {
    const target = this.#bytes;
    let rest = value | 0;
    for (let p = this.#position + width - 1; p >= this.#position; p--) {
      const next = (rest / 10) | 0;
      target[p] = 48 + rest - next * 10;
      rest = next;
    }
    this.#position += width;
  }

  /** Writes a whole number from −2^53 to 2^53 in decimal digits. */
  integer(value: number): void {
    if (value < 0) {
      this.byte(45);
      value = -value;
    }
    if (value >= 1e9) {
      const high = Math.floor(value / 1e9);
      this.integer(high);
      this.#digits(value - high * 1e9, 9);
      return;
    }
    let width = 1;
    for (let limit = 10; value >= limit; limit *= 10) width++;
    this.#digits(value, width);
  }

  /** Writes the eight bytes of a double, which follow {@linkcode DOUBLE}. */
  double(value: number): void {
    const p = this.#position;
    if (p + 8 <= this.#bytes.length) this.#view.setFloat64(p, value, true);
    this.#position = p + 8;
  }

  /** Writes microseconds since 1970 with their unit. @param seconds Whole, not negative. */
  time(seconds: number, micros: number): void {
    this.integer(seconds);
    this.#digits(micros, 6);
    this.byte(116);
  }
}
