import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { parseDecimal, parseMoney } from "./decimal.ts";

Deno.test("parseDecimal() returns the same number as Number()", () => {
  const random = seeded("decimals");
  for (let i = 0; i < 20_000; i++) {
    const whole = String(random.int(0, 10 ** random.int(0, 15)));
    const part = String(random.int(0, 10 ** random.int(0, 12)));
    const sign = random.pick(["", "-"]);
    for (const text of [`${sign}${whole}`, `${sign}${whole}.${part}`, `${sign}.00${part}`]) {
      assert.ok(Object.is(parseDecimal(text), Number(text)), text);
    }
  }
  assert.equal(parseDecimal("17031081403"), 17031081403);
  assert.equal(parseDecimal("-87.9136245961234567"), -87.9136245961234567);
  assert.equal(parseDecimal("5."), 5);
});

Deno.test("parseDecimal() accepts nothing else as a number", () => {
  for (
    const text of ["", "-", ".", "abc", "1e3", "0x1F", " 5", "5 ", "1,5", "1.2.3", "--1", "+1", "٣"]
      .concat("Infinity", "NaN", "$5", "9".repeat(400))
  ) assert.ok(isNaN(parseDecimal(text)), text);
});

Deno.test("parseMoney() reads dollars with signs and commas", () => {
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
  ) assert.equal(parseMoney(text), value, text);
  for (const text of ["$", "$$5", "-$-5", "$1,23", "1,2345", "$1.234,50", "5$", "abc", "-"]) {
    assert.ok(isNaN(parseMoney(text)), text);
  }
});
