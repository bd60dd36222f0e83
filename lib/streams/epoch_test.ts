import assert from "node:assert/strict";
import { isoTime } from "../time.ts";
import { epochMillis, epochTime } from "./epoch.ts";

const iso = (value: unknown) => {
  const time = epochTime(value);
  return time && isoTime(time.seconds, time.micros, 6);
};

Deno.test("epochTime() tells seconds, milliseconds and microseconds apart by their size", () => {
  const moment = "2023-09-12T00:05:51.123456Z";
  for (const value of [1694477151.123456, "1694477151.123456", 1694477151123.456]) {
    assert.equal(iso(value), moment);
    assert.equal(epochMillis(value), Date.parse(moment) + 0.456);
  }
  assert.equal(iso("1694477151123456"), moment);
  assert.equal(iso(1694477151), "2023-09-12T00:05:51.000000Z");
  assert.equal(iso("1694477151.1234567891"), moment, "finer parts are dropped");
  for (const unit of [1, 1e3, 1e6]) {
    assert.equal(iso(Date.UTC(2000, 0) / 1000 * unit), "2000-01-01T00:00:00.000000Z");
    const last = Date.UTC(2100, 0) / 1000 * unit - 1;
    assert.match(iso(last)!, /^2099-12-31T23:59:59/);
    assert.equal(iso(last + 1), undefined, "the ranges do not meet");
    assert.equal(iso(Date.UTC(2000, 0) / 1000 * unit - 1), undefined);
  }
});

Deno.test("epochTime() refuses what is not a time of a system that runs today", () => {
  const impossible = [0, 1, -1694477151, 169447715, 16944771510, 1694477151123456e3, NaN, Infinity];
  const texts = ["", "now", " 1694477151", "1.694477151e9", "-1694477151", "203.0.113.77", "0x65"];
  for (const value of [...impossible, ...texts, null, undefined, true, [1694477151], {}]) {
    assert.equal(epochTime(value), undefined, String(value));
    assert.ok(isNaN(epochMillis(value)));
  }
});
