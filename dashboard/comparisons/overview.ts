import assert from "node:assert/strict";
import { allStreams } from "../streams/all_streams.ts";
import { type Comparisons, same } from "./compared.ts";
import { lagOf, openLetters, sameState } from "./states.ts";

const streams = allStreams.map(({ stream }) => stream);

export const overviewComparisons: Comparisons = {
  "overview/totals": (shown, world) => {
    const there = streams.filter(world.has);
    const filled = there.filter((stream) => world.all(stream).length > 0);
    const lags = streams.flatMap((stream) => lagOf(stream, world) ?? []);
    same(shown, [{
      rows: there.reduce((sum, stream) => sum + world.all(stream).length, 0),
      filled: filled.length,
      lag: lags.reduce((a, b) => a + b, 0),
      dead_letters: openLetters(world).length,
    }]);
    const written = Number(shown.rows[0]!.written);
    assert.ok(written >= world.filled.from && written <= world.filled.to);
  },
  "overview/streams": (shown, world) => {
    assert.equal(shown.rows.length, streams.length);
    streams.forEach((stream, i) => {
      const row = shown.rows[i]!;
      assert.equal(row.over_time !== null, world.has(stream), "counts by time");
      sameState(row, stream, shown, world);
    });
  },
};
