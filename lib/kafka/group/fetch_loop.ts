import type { IncomingBatch } from "../wire/fetch_request.ts";
import type { FetchedBatch } from "./position_fetcher.ts";
import type { SkippedOffsets } from "./skipped_offsets.ts";

/** Why a fetch loop ended. */
export type FetchLoopEnd = "stopped" | "rebalance" | "stalled";

/** Options for {@linkcode fetchLoop}: where batches go, and what ends it. */
export interface FetchLoopOptions {
  /** Called with each batch; the next ones are fetched meanwhile. */
  onBatch: (batch: IncomingBatch) => Promise<void> | void;
  /** Called with a gap before its empty batch. */
  onSkipped: (gap: SkippedOffsets) => Promise<void> | void;
  /** Called before each batch, so that a handler that only computes does not hold up the heartbeats. */
  keepUp: () => Promise<void> | void;
  /** Asked before each batch: why to end, if at all. */
  interrupted: () => "stopped" | "rebalance" | undefined;
  /** Number of partitions of all topics: if it changes, the group must share them out again. */
  countPartitions: () => number;
  /** With messages left to read and none arriving for this long, in milliseconds, it is stalled. */
  stallTimeout: number;
}

/** A source of batches that keeps its positions, {@linkcode PositionFetcher} for one. */
export interface BatchFetcher {
  readonly hangs: boolean;
  fetch(): Promise<FetchedBatch[]>;
  advance(batch: FetchedBatch): boolean;
}

/** Hands out batches, one fetch ahead, until something ends it. */
export async function fetchLoop(
  fetcher: BatchFetcher,
  { onBatch, onSkipped, keepUp, interrupted, countPartitions, stallTimeout }: FetchLoopOptions,
): Promise<FetchLoopEnd> {
  const partitions = countPartitions();
  let next = fetcher.fetch();
  let progress = Date.now();
  while (!interrupted()) {
    const fetched = await next;
    const fresh = fetched.filter((batch) => fetcher.advance(batch));
    const isBehind = fetched.some((batch) => batch.nextOffset < batch.highWatermark);
    if (fresh.length > 0 || !isBehind) progress = Date.now();
    if (fetcher.hangs || Date.now() - progress > stallTimeout) return "stalled";
    if (countPartitions() !== partitions) return "rebalance";
    next = fetcher.fetch();
    next.catch(() => {}); // not lost: it is awaited above, unless the handler throws first
    for (const batch of fresh) {
      await keepUp();
      if (interrupted()) break;
      if (batch.gap) await onSkipped(batch.gap);
      await onBatch(batch);
    }
  }
  // The batches on their way are dropped, and with them a failure to fetch them: they are read
  // again from the committed offset.
  await next.catch(() => {});
  return fetcher.hangs ? "stalled" : interrupted()!;
}
