import assert from "node:assert/strict";
import { TimeJumps } from "../lib/windows/deno/time_jumps.ts";
import type { WindowTask } from "../lib/windows/deno/window_task.ts";
import { findWindow } from "../lib/windows/find.ts";
import { sizeText, warnOnce } from "./windows_summary.ts";

Deno.test("a service warns once of each thing, when it has read some", () => {
  const lines: string[] = [];
  const warn = warnOnce((line) => lines.push(line));
  const window = findWindow("taxi_hotspots_area");
  const jumps = new TimeJumps();
  const watermark = { jumps };
  const task = (read: number, count: number) =>
    ({
      window,
      watermark,
      counts: { read },
      nullKeys: { pickup_community_area: count },
    }) as never as WindowTask;
  warn(task(999, 999), "trips");
  warn(task(1000, 500), "trips");
  assert.equal(lines.length, 0);
  warn(task(2000, 1990), "trips");
  jumps.newest({ time: Date.UTC(2025, 0), partition: 0, offset: 5 }, Date.UTC(2013, 0));
  jumps.late(Date.UTC(2013, 0));
  warn(task(3000, 2990), "trips");
  warn(task(3000, 2990), "trips");
  assert.deepEqual(lines.map((line) => line.slice(0, 90)), [
    "warning: taxi_hotspots_area: 1,990 of 2,000 records have no pickup_community_area and are ",
    "warning: taxi_hotspots_area: the record trips/0:5 of 2025-01-01T00:00:00.000Z moved the ti",
  ]);
});

Deno.test("sizeText() says what is kept in memory", () => {
  assert.equal(
    sizeText({ windows: 3, groups: 30, identities: 1200 }),
    "3 windows open, 30 groups, 1,200 identities",
  );
});
