import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { LineBytes, Words } from "./bytes.ts";

/** What one call writes, as text. */
function written(write: (out: LineBytes) => void): string {
  const out = new LineBytes(1024);
  write(out);
  return new TextDecoder().decode(out.written());
}

Deno.test("integer() writes what String() writes", () => {
  const random = seeded("integers");
  const values = [0, 1, 9, 10, 99, 100, 999_999_999, 1e9, 1e9 + 1, 1e15, 2 ** 31, 2 ** 32, 2 ** 53];
  for (let i = 0; i < 5000; i++) values.push(random.int(0, 2 ** random.int(1, 53)));
  for (const value of values) {
    assert.equal(written((out) => out.integer(value)), String(value));
    if (value > 0) assert.equal(written((out) => out.integer(-value)), String(-value));
  }
  assert.equal(written((out) => out.integer(-0)), "0");
});

Deno.test("time() writes microseconds since 1970 with their unit, beyond 2^53 too", () => {
  const random = seeded("times");
  for (let i = 0; i < 2000; i++) {
    const [seconds, micros] = [random.int(1, 253402300799), random.int(0, 999_999)];
    const expected = BigInt(seconds) * 1_000_000n + BigInt(micros);
    assert.equal(written((out) => out.time(seconds, micros)), `${expected}t`);
  }
  assert.equal(Number(written((out) => out.time(0, 1)).slice(0, -1)), 1);
});

Deno.test("double() writes eight bytes little-endian", () => {
  for (const value of [0, -0, 1, -1.5, 0.1, 1e308, 5e-324, NaN, Infinity]) {
    const out = new LineBytes(16);
    out.double(value);
    const bytes = out.written();
    assert.ok(Object.is(new DataView(bytes.buffer).getFloat64(0, true), value), `${value}`);
    assert.equal(bytes.length, 8);
  }
});

Deno.test("words() writes every text as UTF-8, whatever comes before and after", () => {
  const random = seeded("words");
  const alphabet = ["a", ",", "=\x10", "\0", "\x7f", "é", "ÿ", "漢", "\uffff", "🍕", "\u{10ffff}"];
  for (let i = 0; i < 3000; i++) {
    const texts = Array.from(
      { length: random.int(1, 4) },
      () => Array.from({ length: random.int(0, 20) }, () => random.pick(alphabet)).join(""),
    );
    const all = written((out) => texts.forEach((text) => out.words(new Words(text))));
    assert.equal(all, texts.join(""));
  }
});

Deno.test("text() quotes, and escapes only quotes, backslashes and newlines", () => {
  assert.equal(written((out) => out.text("")), '""');
  assert.equal(written((out) => out.text("a b,c=d\te'f\rg")), '"a b,c=d\te\'f\rg"');
  assert.equal(written((out) => out.text('say "hi"\\\n')), '"say \\"hi\\"\\\\\\\n"');
  assert.equal(written((out) => out.text('é"\\\n🍕')), '"é\\"\\\\\\\n🍕"');
  assert.equal(written((out) => out.text("\ud83d")), '"\ufffd"');
});

Deno.test("symbol() escapes spaces, commas, equals signs, backslashes and line ends", () => {
  const text = 'a b,c=d\\e\nf\rg"h\tié';
  const expected = 'a\\ b\\,c\\=d\\\\e\\\nf\\\rg"h\tié';
  const out = new LineBytes(1024);
  for (const _ of [1, 2]) out.symbol(text); // the second time from the cache
  assert.equal(new TextDecoder().decode(out.written()), expected + expected);
});

Deno.test("symbol() writes the same after its cache was cleared", () => {
  const out = new LineBytes(1 << 20);
  for (let i = 0; i < 45_000; i++) out.symbol(`s${i % 22_500},`);
  const all = Array.from({ length: 45_000 }, (_, i) => `s${i % 22_500}\\,`).join("");
  assert.equal(new TextDecoder().decode(out.written()), all);
});

/** A few writes of random kinds. */
function writeRow(out: LineBytes, row: number): void {
  const random = seeded(row);
  const texts = ["", "plain", 'q"q', "é", "🍕🍕", "x".repeat(random.int(0, 40)), "é\n".repeat(9)];
  for (let n = random.int(1, 8); n > 0; n--) {
    random.pick([
      () => out.byte(random.int(0, 255)),
      () => out.words(new Words(random.pick(texts))),
      () => out.symbol(random.pick(texts)),
      () => out.text(random.pick(texts)),
      () => out.integer(random.int(-(2 ** 53), 2 ** 53)),
      () => out.double(random.normal()),
      () => out.time(random.int(0, 4e9), random.int(0, 999_999)),
    ])();
  }
}

function rowsInto(size: number, rows: number): Uint8Array {
  const out = new LineBytes(size);
  for (let row = 0; row < rows; row++) {
    const start = out.position;
    writeRow(out, row);
    while (out.overflowed) {
      out.grow(start);
      writeRow(out, row);
    }
  }
  return out.written();
}

Deno.test("grow(): a buffer of any initial size ends with the same bytes", () => {
  const rows = 60;
  const whole = rowsInto(1 << 16, rows);
  assert.ok(whole.length > 1000 && whole.length < 1 << 16);
  // Every size up to 300, so that each kind of write overflows at each of its bytes.
  for (let size = 1; size <= 300; size++) {
    assert.deepEqual(rowsInto(size, rows), whole, `from ${size} bytes`);
  }
});

Deno.test("overflowed is false at the last byte that fits and true at the next", () => {
  const writes: [(out: LineBytes) => void, number][] = [
    [(out) => out.byte(1), 1],
    [(out) => out.text('a"b'), 6],
    [(out) => out.text("é"), 4],
    [(out) => out.integer(-12345678901), 12],
    [(out) => out.double(1), 8],
    [(out) => out.time(1, 2), 8],
    // Whole words of eight bytes.
    [(out) => out.symbol("12345678"), 8],
    [(out) => out.words(new Words("1234567890123456")), 16],
  ];
  for (const [write, size] of writes) {
    const [exact, short] = [new LineBytes(size), new LineBytes(size - 1)];
    write(exact);
    assert.deepEqual([exact.overflowed, exact.position], [false, size], String(write));
    write(short);
    assert.ok(short.overflowed, String(write));
  }
});

Deno.test("position can be set back, to forget a row", () => {
  const out = new LineBytes(8);
  out.integer(1234);
  out.position = 2;
  out.byte(33);
  assert.equal(new TextDecoder().decode(out.written()), "12!");
});
