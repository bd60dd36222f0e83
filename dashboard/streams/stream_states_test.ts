import assert from "node:assert/strict";
import { writtenOf } from "./stream_states.ts";

Deno.test("writtenOf() does not take the newest row's time for that of a write", () => {
  const newest = new Date("2026-01-01T12:00:00Z"), written = new Date(+newest + 700);
  assert.equal(writtenOf(written, newest), written);
  assert.equal(writtenOf(newest, newest), null, "as after QuestDB's restart");
  assert.equal(writtenOf(written, null), written);
  assert.equal(writtenOf(null, newest), null);
});
