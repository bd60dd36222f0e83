import assert from "node:assert/strict";
import { interval, quoteName, quoteText, quoteValue, withOptions } from "./quote.ts";

Deno.test("quoteName() and quoteText() leave no way out of their quotes", () => {
  assert.equal(quoteName("timestamp"), "`timestamp`");
  assert.equal(quoteName("a`b"), "`a``b`");
  assert.equal(quoteText("O'Hare"), "'O''Hare'");
  assert.equal(quoteText("' OR ''='"), "''' OR ''''='''");
  assert.equal(withOptions({ "a'b": "c'd" }), "WITH (\n  'a''b' = 'c''d'\n)");
});

Deno.test("quoteValue() writes numbers that Flink compares as DOUBLE or BIGINT", () => {
  assert.equal(quoteValue("Paid"), "'Paid'");
  assert.equal(quoteValue(true), "TRUE");
  assert.equal(quoteValue(-7), "-7");
  assert.equal(quoteValue(41.901206994), "4.1901206994E1");
  assert.equal(quoteValue(1e21), "1E21");
  assert.equal(quoteValue(1.5e-7), "1.5E-7");
  assert.throws(() => quoteValue(Infinity), RangeError);
});

Deno.test("interval() declares digits beyond the two that Flink expects", () => {
  assert.equal(interval(0), "INTERVAL '0' SECOND");
  assert.equal(interval(3000), "INTERVAL '3' SECOND");
  assert.equal(interval(90_000), "INTERVAL '90' SECOND");
  assert.equal(interval(101_000), "INTERVAL '101' SECOND(3)");
  assert.equal(interval(3_600_000), "INTERVAL '1' HOUR");
  assert.equal(interval(365 * 86_400_000), "INTERVAL '365' DAY(3)");
  assert.equal(interval(1500), "INTERVAL '1.500' SECOND(1, 3)");
  assert.equal(interval(123_456.7), "INTERVAL '123.456' SECOND(3, 3)");
});
