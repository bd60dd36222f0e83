/**
 * Bytes of QuestDB's line protocol (ILP version 2), written straight into one reused buffer.
 * Building a text first costs more than all the rest: 43 % of the time goes to garbage collection.
 *
 * Source: QuestDB reference, "InfluxDB Line Protocol": `table,symbol=v field=v timestamp\n`; a LONG
 * ends in `i`, a TIMESTAMP of microseconds in `t`; a version 2 double is `=`, byte 16 and eight
 * bytes little-endian. Typed arrays swallow writes past their end, so a row is written first and
 * {@linkcode LineBytes.overflowed} asked afterwards.
 */

const BINARY = 0x3d; // "=", starts a binary value
const DOUBLE = 16;
const MOST_SYMBOLS = 20_000;
const utf8 = new TextEncoder();

/** A growing buffer that lines are written into. */
export class LineBytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #position = 0;
  readonly #symbols = new Map<string, Uint8Array>();

  /** @param size Bytes at the start; {@linkcode LineBytes.grow} doubles them. */
  constructor(size = 1 << 20) {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written. */
  get position(): number {
    return this.#position;
  }

  /** Goes back to an earlier position, forgetting what follows it. */
  set position(value: number) {
    this.#position = value;
  }

  /** Whether the last writes did not fit. */
  get overflowed(): boolean {
    return this.#position > this.#bytes.length;
  }

  /** Doubles the buffer, keeping the first `keep` bytes, and goes back to there. */
  grow(keep: number): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes.subarray(0, keep));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
    this.#position = keep;
  }

  /** The bytes written so far, not copied. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#position);
  }

  /** One byte as it is. */
  byte(value: number): void {
    this.#bytes[this.#position++] = value;
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    const length = bytes.length;
    const target = this.#bytes;
    let p = this.#position;
    this.#position = p + length;
    // Below some 40 bytes a loop is quicker than the call.
    if (length < 40) { for (let i = 0; i < length; i++) target[p++] = bytes[i]!; }
    else if (p + length <= target.length) target.set(bytes, p);
  }

  #encoded(text: string): void {
    const { read, written } = utf8.encodeInto(text, this.#bytes.subarray(this.#position));
    // Where the text did not fit, step over the end so that the overflow is seen.
    this.#position += read === text.length ? written : this.#bytes.length + 1;
  }

  /** A symbol's value: spaces, commas, equals signs, backslashes and line ends escaped. */
  symbol(text: string): void {
    let bytes = this.#symbols.get(text);
    if (bytes === undefined) {
      bytes = utf8.encode(text.replace(/[ ,=\\\n\r]/g, "\\$&"));
      if (this.#symbols.size >= MOST_SYMBOLS) this.#symbols.clear();
      this.#symbols.set(text, bytes);
    }
    this.raw(bytes);
  }

  /** A text in quotes: quotes, backslashes and newlines escaped. */
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

  /** Exactly `width` digits of a whole number below 10^width. */
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

  /** A whole number from −2^53 to 2^53 in decimal digits. */
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

  /** A double, binary. */
  double(value: number): void {
    const p = this.#position;
    this.#bytes[p] = BINARY;
    this.#bytes[p + 1] = DOUBLE;
    if (p + 10 <= this.#bytes.length) this.#view.setFloat64(p + 2, value, true);
    this.#position = p + 10;
  }

  /** Microseconds since 1970 with their unit: whole seconds from 0 on, then six digits. */
  time(seconds: number, micros: number): void {
    this.integer(seconds);
    this.#digits(micros, 6);
    this.byte(116);
  }
}
