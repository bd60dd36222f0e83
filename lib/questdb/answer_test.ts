import assert from "node:assert/strict";
import { safeInteger, timeOf } from "./answer.ts";

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

Deno.test("timeOf() reads times of any year that QuestDB has", () => {
  const texts: [string, string][] = [
    ["2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.123456Z"],
    ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"],
    ["10000-01-01T00:00:00.000000Z", "+010000-01-01T00:00:00Z"],
    ["294247-01-10 04:00:54.775807", "+294247-01-10T04:00:54.775807Z"],
  ];
  for (const [text, iso] of texts) assert.equal(timeOf(text, "text"), iso);
  assert.equal(
    (timeOf("10000-01-01T00:00:00.000000Z", "date") as Date).getTime(),
    253_402_300_800_000,
  );
  const beyond = timeOf("294247-01-10T04:00:54.775807Z", "date") as Date;
  assert.ok(Number.isNaN(beyond.getTime()));
});
