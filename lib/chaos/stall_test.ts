import assert from "node:assert/strict";
import { StallWatch } from "./stall.ts";

Deno.test("StallWatch finds the longest time without new rows", () => {
  const watch = new StallWatch();
  const see = (now: number, rows: number | undefined, waiting = true) =>
    watch.see({ now: now * 1000, rows, waiting });
  see(0, 0);
  see(2, 0);
  see(3, 10);
  assert.equal(watch.longest, 3);
  see(4, 10, false); // nothing to store
  see(20, 10, false);
  see(21, 20);
  see(22, undefined); // an engine is down
  see(40, 20);
  see(41, 30);
  assert.equal(watch.longest, 3);
  see(46, 30);
  assert.equal(watch.longest, 5);
});
