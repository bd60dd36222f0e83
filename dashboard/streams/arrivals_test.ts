import assert from "node:assert/strict";
import { ArrivalMeter } from "./arrivals.ts";

Deno.test("ArrivalMeter measures over some seconds, and begins again when rows are removed", () => {
  let time = 0;
  const meter = new ArrivalMeter({ over: 5000, now: () => time });
  assert.equal(meter.rate("a", 1000), null);
  time = 1000;
  assert.equal(meter.rate("a", 1050), 50);
  time = 6000;
  assert.equal(meter.rate("a", 1550), 100, "since the count of 5 s ago");
  time = 7000;
  assert.equal(meter.rate("a", 10), null);
  assert.equal(meter.rate("b", 5), null, "each table for itself");
  time = 80_000;
  assert.equal(meter.rate("a", 10), null, "a count of long ago tells nothing");
});
