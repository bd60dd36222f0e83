import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { parseSince } from "./replay_since.ts";

const now = Date.UTC(2026, 0, 2, 12);

Deno.test("parseSince() takes a time, a date, or how long ago", () => {
  assert.equal(parseSince("2026-01-01T10:00:00.25Z", now), Date.UTC(2026, 0, 1, 10) + 250);
  assert.equal(parseSince("2026-01-01", now), Date.UTC(2026, 0, 1));
  assert.equal(parseSince("2h", now), Date.UTC(2026, 0, 2, 10));
  assert.equal(parseSince("1.5d", now), Date.UTC(2026, 0, 1));
});

Deno.test("parseSince() throws for anything else", () => {
  for (
    const text of ["", "yesterday", "2026-02-30", "2026-01-01T10:00:00", "-2h", "2 hours", "10"]
  ) {
    assert.throws(() => parseSince(text, now), UsageError, text);
  }
});
