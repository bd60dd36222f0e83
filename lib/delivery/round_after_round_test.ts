import assert from "node:assert/strict";
import { taxiTrips } from "../feeds/mod.ts";
import type { Source } from "../sources/source.ts";
import { roundAfterRound } from "./round_after_round.ts";

async function* of(...times: string[]): Source {
  const records = times.map((event_timestamp, i) => ({ event_timestamp, trip_id: `${i}` }));
  yield { stream: taxiTrips, source: "a.csv", records, lines: [2, 3], rejected: [] };
}

Deno.test("roundAfterRound() goes on where the round before ended, whatever the order of its times", async () => {
  const times: unknown[] = [];
  const source = roundAfterRound(() => of("2026-01-01T00:00:05.000Z", "2026-01-01T00:00:00.000Z"));
  for await (const { records } of source) {
    times.push(...records.map(({ event_timestamp }) => event_timestamp));
    if (times.length === 6) break;
  }
  assert.deepEqual(times, [
    ...["2026-01-01T00:00:05.000Z", "2026-01-01T00:00:00.000Z"],
    ...["2026-01-01T00:00:11.000Z", "2026-01-01T00:00:06.000Z"],
    ...["2026-01-01T00:00:17.000Z", "2026-01-01T00:00:12.000Z"],
  ]);
});

Deno.test("roundAfterRound() ends after a round without a valid time", async () => {
  let rounds = 0;
  const open = () => (rounds++, of("never"));
  for await (const _ of roundAfterRound(open));
  assert.equal(rounds, 1);
});
