import assert from "node:assert/strict";
import type { SourceBatch } from "../sources/source.ts";
import { batchesOf } from "../simulators/testing.ts";
import { feeds } from "./mod.ts";

const start = "2026-05-13T06:30:00Z";

/** All records of each stream, as text. */
function recordsOf(batches: SourceBatch[]): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const { stream, records } of batches) {
    (all[stream.name] ??= []).push(...records.map((record) => JSON.stringify(record)));
  }
  return all;
}

for (const { name, streams, simulate: make } of feeds) {
  if (!make) continue;
  /** Of a feed with several streams, fewer: each of its first stream's records brings dozens of others. */
  const share = (limit: number) => streams.length > 1 ? limit / 20 : limit;
  Deno.test(`${name}: simulate() yields valid records from the start on, in time order`, async () => {
    const latest = new Map<string, number>();
    for (
      const { stream, records } of await batchesOf(make({ seed: 1, start, limit: share(5_000) }))
    ) {
      for (const record of records) {
        assert.deepEqual(stream.check(record), []);
        const ms = stream.millisOf(record);
        assert(ms >= (latest.get(stream.name) ?? Date.parse(start)), `${stream.name}: ${ms}`);
        latest.set(stream.name, ms);
      }
    }
  });

  Deno.test(`${name}: simulate() depends only on seed and start`, async () => {
    const limit = share(3_000);
    const first = recordsOf(await batchesOf(make({ seed: 1, start, limit })));
    const again = recordsOf(await batchesOf(make({ seed: 1, start, limit, batchSize: 77 })));
    assert.deepEqual(again, first);
    const shorter = recordsOf(await batchesOf(make({ seed: 1, start, limit: share(2_000) })));
    for (const [stream, records] of Object.entries(shorter)) {
      // What belongs to the first stream's records may go on after the last of them.
      const longer = first[stream]!, known = new Set(records);
      if (stream === streams[0].name) assert.deepEqual(records, longer.slice(0, records.length));
      else assert.deepEqual(records, longer.filter((record) => known.has(record)));
    }
    const others = [
      await batchesOf(make({ seed: 2, start, limit })),
      await batchesOf(make({ seed: 1, start: "2026-05-13T06:30:01Z", limit })),
    ];
    for (const other of others.map(recordsOf)) {
      for (const stream of Object.keys(first).filter((stream) => stream !== "products")) {
        assert.notDeepEqual(other[stream], first[stream], stream);
      }
    }
  });

  Deno.test(`${name}: simulate() names its source and counts its lines`, async () => {
    const lines = new Map<string, number>();
    for (
      const batch of await batchesOf(make({ seed: 7, start, limit: share(900), batchSize: 200 }))
    ) {
      assert.match(batch.source, /^simulator:\w+\?seed=7&start=2026-05-13T06:30:00Z$/);
      assert.equal(batch.modified, new Date(start).toISOString());
      assert.deepEqual(batch.rejected, []);
      assert(batch.records.length > 0 && batch.records.length <= 200);
      assert.equal(batch.lines.length, batch.records.length);
      for (const line of batch.lines) {
        assert.equal(line, (lines.get(batch.source) ?? 0) + 1);
        lines.set(batch.source, line);
      }
    }
    assert.equal(lines.get(`simulator:${name}?seed=7&start=${start}`), share(900));
  });

  Deno.test(`${name}: simulate() is endless, and ends at the signal`, async () => {
    const stop = new AbortController();
    let records = 0, timed = false;
    for await (const batch of make({ seed: 1, start, signal: stop.signal })) {
      records += batch.records.length;
      assert.equal(batch.progress, undefined);
      if (records > 5_000 && !timed) {
        timed = true;
        setTimeout(() => stop.abort(), 0);
      }
      assert(records < 2e6, "the timer that aborts never fires");
    }
    assert(stop.signal.aborted);
  });

  Deno.test(`${name}: simulate() refuses a start that is not a UTC time`, () => {
    for (const start of ["", "2026-05-13", "2026-05-13T06:30:00", "2026-02-30T00:00:00Z"]) {
      assert.throws(() => make({ seed: 1, start }), RangeError);
    }
  });
}
