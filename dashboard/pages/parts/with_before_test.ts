import assert from "node:assert/strict";
import { withBefore } from "./with_before.ts";

const range = { from: new Date("2026-01-02T00:00:00Z"), to: new Date("2026-01-02T01:00:00Z") };

Deno.test("withBefore() asks for a period of the same length that ends where this one begins", async () => {
  const asked: [string, string][] = [];
  const rows = await withBefore(range, ({ from, to }) => {
    asked.push([from.toISOString(), to.toISOString()]);
    return Promise.resolve([{ events: asked.length, mean: null }]);
  }, "events");
  assert.deepEqual(asked, [
    ["2026-01-02T00:00:00.000Z", "2026-01-02T01:00:00.000Z"],
    ["2026-01-01T23:00:00.000Z", "2026-01-02T00:00:00.000Z"],
  ]);
  assert.deepEqual(rows, [{ events: 1, mean: null, events_before: 2, mean_before: null }]);
});

Deno.test("withBefore() has no totals if nothing is in both periods, and zero if only now is empty", async () => {
  const ask = (now: number, before: number) => ({ from }: { from: Date }) =>
    Promise.resolve([{ events: from === range.from ? now : before }]);
  assert.deepEqual(await withBefore(range, ask(0, 0), "events"), []);
  assert.deepEqual(await withBefore(range, ask(0, 3), "events"), [{
    events: 0,
    events_before: 3,
  }]);
});
