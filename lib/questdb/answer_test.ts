import assert from "node:assert/strict";
import { safeInteger } from "./answer.ts";

Deno.test("safeInteger() keeps every digit of a LONG", () => {
  const cases: [string, number | bigint][] = [
    ["0", 0],
    ["-17", -17],
    ["9007199254740992", 2 ** 53],
    ["9007199254740993", 2n ** 53n + 1n],
    ["-9007199254740993", -(2n ** 53n) - 1n],
    ["9223372036854775807", 2n ** 63n - 1n],
  ];
  for (const [text, value] of cases) assert.equal(safeInteger(text), value);
});
