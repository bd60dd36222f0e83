import assert from "node:assert/strict";
import {
  BadRecordError,
  describeBadRecord,
  messageOf,
  shortText,
  UnavailableError,
  UsageError,
} from "./errors.ts";

const bad = {
  source: "trips.csv",
  line: 17,
  field: "fare",
  value: "abc",
  reason: "expected a number",
};

Deno.test("describeBadRecord() names place, field, reason and value", () => {
  assert.equal(describeBadRecord(bad), 'trips.csv:17: fare: expected a number (got "abc")');
  assert.equal(
    describeBadRecord({ ...bad, field: "" }),
    'trips.csv:17: expected a number (got "abc")',
  );
  assert.equal(describeBadRecord({ ...bad, value: "" }), "trips.csv:17: fare: expected a number");
});

Deno.test("BadRecordError has the fields of its message", () => {
  const error = new BadRecordError(bad);
  const { source, line, field, value, reason } = error;
  assert.deepEqual({ source, line, field, value, reason }, bad);
  assert.equal(error.message, describeBadRecord(bad));
  assert.equal(String(error), `BadRecordError: ${error.message}`);
});

Deno.test("UnavailableError names its service, and has a cause only if one is given", () => {
  const error = new UnavailableError("Cannot reach Kafka", { service: "Kafka", address: "a:1" });
  assert.deepEqual([error.service, error.address, "cause" in error], ["Kafka", "a:1", false]);
  assert.equal(String(new UsageError("Unknown flag")), "UsageError: Unknown flag");
});

Deno.test("shortText() shows every kind of value", () => {
  const shown: [unknown, string][] = [
    ["text", "text"],
    ["", ""],
    [1.5, "1.5"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [2n ** 64n, "18446744073709551616"],
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [["a", 1], '["a",1]'],
    [{ a: { b: null } }, '{"a":{"b":null}}'],
  ];
  for (const [value, text] of shown) assert.equal(shortText(value), text);
});

Deno.test("shortText() cuts at the limit, not inside a character", () => {
  assert.equal(shortText("x".repeat(200)), "x".repeat(200));
  assert.equal(shortText("x".repeat(201)), `${"x".repeat(199)}…`);
  assert.equal(shortText("abc🍕def", 5), "abc…");
  assert.equal(shortText("abc🍕def", 6), "abc🍕…");
  assert.ok(shortText("🍕".repeat(500)).isWellFormed());
});

Deno.test("messageOf() includes the causes, and the members of an aggregate", () => {
  const refused = new Error("connection refused");
  assert.equal(
    messageOf(new Error("Cannot write", { cause: refused })),
    "Cannot write: connection refused",
  );
  assert.equal(
    messageOf(new AggregateError([refused, new Error("no route", { cause: "cable" })])),
    "connection refused; no route: cable",
  );
  assert.equal(messageOf(new AggregateError([refused], "Both failed")), "Both failed");
  assert.equal(messageOf("thrown text"), "thrown text");
  assert.equal(messageOf(undefined), "undefined");
});
