import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { parseDecimal } from "./decimal.ts";

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
  assert.equal(parseDecimal("9007199254740994"), 9007199254740994);
});

Deno.test("parseDecimal() accepts nothing else as a number", () => {
  for (
    const text of ["", "-", ".", "abc", "1e3", "0x1F", " 5", "5 ", "1,5", "1.2.3", "--1", "+1", "٣"]
      .concat("Infinity", "NaN", "$5", "9".repeat(400))
      // They would be rounded.
      .concat("9007199254740993", "-12345678901234567891")
  ) assert.ok(isNaN(parseDecimal(text)), text);
});
