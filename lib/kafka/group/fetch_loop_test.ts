import assert from "node:assert/strict";
import type { IncomingBatch } from "../wire/fetch_request.ts";
import type { FetchedBatch } from "./position_fetcher.ts";
import { type BatchFetcher, fetchLoop, type FetchLoopOptions } from "./fetch_loop.ts";
import { startHeartbeat } from "./heartbeat.ts";

function batch(nextOffset: number, highWatermark = nextOffset): IncomingBatch {
  return { topic: "t", partition: 0, messages: [], nextOffset, highWatermark };
}

/** Yields the given batches fetch by fetch, then nothing. */
function fetcherOf(fetches: FetchedBatch[][]) {
  let offset = 0;
  return {
    hangs: false as boolean,
    fetches: 0,
    fetch() {
      const found = fetches[this.fetches++] ?? [];
      return new Promise<FetchedBatch[]>((resolve) => setTimeout(() => resolve(found), 1));
    },
    advance({ nextOffset }: IncomingBatch) {
      if (nextOffset <= offset) return false;
      offset = nextOffset;
      return true;
    },
  } satisfies BatchFetcher & { fetches: number };
}

function options(changes: Partial<FetchLoopOptions>): FetchLoopOptions {
  return {
    onBatch: () => {},
    onSkipped: () => {},
    keepUp: () => {},
    interrupted: () => undefined,
    countPartitions: () => 1,
    stallTimeout: 10_000,
    ...changes,
  };
}

Deno.test("fetchLoop() hands out each batch once and fetches one ahead", async () => {
  const fetcher = fetcherOf([[batch(5)], [batch(5)], [batch(9)]]);
  const handed: number[] = [], ahead: number[] = [];
  const end = await fetchLoop(
    fetcher,
    options({
      onBatch({ nextOffset }) {
        handed.push(nextOffset);
        ahead.push(fetcher.fetches);
      },
      interrupted: () => handed.length === 2 ? "stopped" : undefined,
    }),
  );
  assert.equal(end, "stopped");
  assert.deepEqual(handed, [5, 9]);
  assert.deepEqual(ahead, [2, 4]);
});

Deno.test("fetchLoop() hands out nothing more once it is interrupted", async () => {
  const handed: number[] = [];
  const end = await fetchLoop(
    fetcherOf([[batch(5), batch(6), batch(7)]]),
    options({
      onBatch: ({ nextOffset }) => void handed.push(nextOffset),
      interrupted: () => handed.length > 0 ? "rebalance" : undefined,
    }),
  );
  assert.equal(end, "rebalance");
  assert.deepEqual(handed, [5]);
});

Deno.test("fetchLoop() ends with a rebalance when partitions are added", async () => {
  let partitions = 1;
  const end = await fetchLoop(
    fetcherOf([[batch(5)]]),
    options({ onBatch: () => void partitions++, countPartitions: () => partitions }),
  );
  assert.equal(end, "rebalance");
});

Deno.test("fetchLoop() is stalled if messages are left and none arrive, not if none are left", async () => {
  const stuck = Array.from({ length: 1000 }, () => [batch(5, 9)]);
  assert.equal(await fetchLoop(fetcherOf(stuck), options({ stallTimeout: 20 })), "stalled");
  const idle = Array.from({ length: 1000 }, () => [batch(5)]);
  const fetcher = fetcherOf(idle);
  const interrupted = () => fetcher.fetches > 50 ? "stopped" : undefined;
  assert.equal(await fetchLoop(fetcher, options({ stallTimeout: 20, interrupted })), "stopped");
});

Deno.test("fetchLoop() is stalled if a fetch hangs, also one that is awaited after a stop", async () => {
  for (const after of ["stopped", undefined] as const) {
    const fetcher = fetcherOf([]);
    fetcher.hangs = true;
    assert.equal(await fetchLoop(fetcher, options({ interrupted: () => after })), "stalled");
  }
});

Deno.test("fetchLoop() throws what the handler throws, and drops a fetch that fails after it", async () => {
  const fetcher = fetcherOf([[batch(5)]]);
  const fetch = fetcher.fetch;
  fetcher.fetch = function () {
    return this.fetches === 0 ? fetch.call(this) : Promise.reject(new Error("away"));
  };
  const onBatch = () => {
    throw new RangeError("mine");
  };
  await assert.rejects(fetchLoop(fetcher, options({ onBatch })), /mine/);
});

Deno.test("fetchLoop() keeps the membership alive between batches that are only computed", async () => {
  const fetches = [Array.from({ length: 20 }, (_, i) => batch(i + 1))];
  const beats: number[] = [];
  let done = 0;
  using heartbeat = startHeartbeat({
    heartbeat() {
      beats.push(done);
      return new Promise((resolve) => setTimeout(() => resolve(beats.length < 4), 1));
    },
  }, { every: 30, onRebalance: () => rebalance = true, log: () => {} });
  let rebalance = false;
  const end = await fetchLoop(
    fetcherOf(fetches),
    options({
      onBatch() {
        for (const until = performance.now() + 20; performance.now() < until;);
        done++;
      },
      keepUp: () => heartbeat.keepUp(),
      interrupted: () => rebalance ? "rebalance" : undefined,
    }),
  );
  // Without it, the timer would fire only after all of them.
  assert.deepEqual([end, beats.length], ["rebalance", 4]);
  assert.ok(done < 20, `${done} batches before the rebalance was seen`);
});

Deno.test("fetchLoop() reports a gap before the empty batch in its place", async () => {
  const gap = { topic: "t", partition: 0, from: 3, to: 9, why: "expired" as const };
  const events: unknown[] = [];
  await fetchLoop(
    fetcherOf([[{ ...batch(9), gap }]]),
    options({
      onSkipped: (found) => void events.push(found),
      onBatch: ({ nextOffset }) => void events.push(nextOffset),
      interrupted: () => events.length === 2 ? "stopped" : undefined,
    }),
  );
  assert.deepEqual(events, [gap, 9]);
});
