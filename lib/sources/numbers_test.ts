import assert from "node:assert/strict";
import { type NumberOptions, NumberReader } from "./numbers.ts";

function numbers(texts: string[], options: NumberOptions = {}) {
  const reader = new NumberReader(options);
  return texts.map((text) => reader.number(text));
}

Deno.test("NumberReader reads a decimal point and commas between groups of three", () => {
  const good = { "1,234.50": 1234.5, "1,234": 1234, "-1,234,567": -1234567, "0.5": 0.5, ".5": 0.5 };
  assert.deepEqual(numbers(Object.keys(good)), Object.values(good));
  for (
    const bad of ["100,5", "1,23", "1,2345", "12,34,567", "0,123", "1.234,50", "1e3", "+5", "$5"]
      .concat("0x10", "Infinity", "NaN", "", "-", ",", ".", "1,234,", ",234", "1 234")
  ) assert.deepEqual(numbers([bad]), [NaN], bad);
});

Deno.test("NumberReader reads what programs write, if asked to", () => {
  const good = { "1e-3": 0.001, "1.0E+5": 1e5, "+5": 5, "+5.5": 5.5, "1,234.5": 1234.5 };
  assert.deepEqual(numbers(Object.keys(good), { scientific: true }), Object.values(good));
  for (const bad of ["1e400", "e3", "1e", "+9007199254740993", "0x10", "Infinity"]) {
    assert.deepEqual(numbers([bad], { scientific: true }), [NaN], bad);
  }
});

Deno.test("NumberReader never rounds a whole number", () => {
  assert.deepEqual(numbers(["9007199254740993", "9,007,199,254,740,993"]), [NaN, NaN]);
});

Deno.test("NumberReader takes the decimal mark of a file with semicolons from its first clear number", () => {
  const semicolon = { delimiter: ";" };
  const read = (...texts: string[]) => numbers(texts, semicolon);
  assert.deepEqual(read("7", "100,5", "1.234", "1.234,5", "2,5"), [7, 100.5, 1234, 1234.5, 2.5]);
  assert.deepEqual(read("2.1", "1,234", "1.234"), [2.1, 1234, 1.234]);
  assert.deepEqual(read("1.234.567", "1,5"), [1234567, 1.5]);
  assert.deepEqual(read("1,234,567", "1.5"), [1234567, 1.5]);
  assert.deepEqual(read("0,234"), [0.234]);
  assert.deepEqual(read("2.1", "100,5"), [2.1, NaN], "a file has one mark");
  assert.deepEqual(read(",", "-", "2.5"), [NaN, NaN, 2.5]);
  const reader = new NumberReader(semicolon);
  assert.deepEqual([reader.number("1,234"), reader.number("1.234"), reader.mark], [
    NaN,
    NaN,
    undefined,
  ]);
  assert.match(reader.fault("1,234", "expected a number"), /it may be 1234 or 1\.234/);
});

Deno.test("NumberReader.money() reads dollars with signs and commas", () => {
  const reader = new NumberReader();
  for (
    const [text, value] of [
      ["8.75", 8.75],
      ["$8.75", 8.75],
      ["$0.00", 0],
      ["$1,234.50", 1234.5],
      ["1,234,567", 1234567],
      ["-$8.75", -8.75],
      ["$-8.75", -8.75],
      ["-1,234.5", -1234.5],
    ] as const
  ) assert.equal(reader.money(text), value, text);
  for (const text of ["$", "$$5", "-$-5", "$1,23", "1,2345", "$1.234,50", "5$", "abc", "-"]) {
    assert.ok(isNaN(reader.money(text)), text);
  }
});
