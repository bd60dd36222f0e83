import assert from "node:assert/strict";
import type { WindowTask } from "../lib/windows/deno/window_task.ts";
import { findWindow } from "../lib/windows/find.ts";
import { nullWarnings, sizeText } from "./windows_summary.ts";

Deno.test("a service warns once of a key that most records lack, when it has read some", () => {
  const lines: string[] = [];
  const warn = nullWarnings((line) => lines.push(line));
  const window = findWindow("taxi_hotspots_area");
  const task = (read: number, count: number) =>
    ({
      window,
      counts: { read },
      nullKeys: { pickup_community_area: count },
    }) as never as WindowTask;
  warn(task(999, 999));
  warn(task(1000, 500));
  assert.deepEqual(lines, []);
  warn(task(2000, 1990));
  warn(task(3000, 2990));
  assert.deepEqual(lines, [
    "warning: taxi_hotspots_area: 1,990 of 2,000 records have no pickup_community_area and are left out",
  ]);
});

Deno.test("sizeText() says what is kept in memory", () => {
  assert.equal(
    sizeText({ windows: 3, groups: 30, identities: 1200 }),
    "3 windows open, 30 groups, 1,200 identities",
  );
});
