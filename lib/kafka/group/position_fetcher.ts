import type { KafkaClient } from "../client.ts";
import type { Cluster } from "../kafkajs_internals.ts";
import { pause } from "../patience.ts";
import {
  type FetchLimits,
  type IncomingBatch,
  OffsetOutOfRangeError,
  type Position,
} from "../wire/fetch_request.ts";
import { fetchOnce } from "./fetch.ts";
import type { SkippedOffsets } from "./skipped_offsets.ts";
import { gapAt } from "./start_positions.ts";

/** A batch, or an empty one in place of offsets that no longer exist. */
export interface FetchedBatch extends IncomingBatch {
  gap?: SkippedOffsets;
}

/** Options for {@linkcode PositionFetcher}: limits of a fetch, retries, and what to do if it hangs. */
export interface PositionFetcherOptions {
  /** What is being done, for errors: `read taxi_trips`. */
  action: string;
  limits: FetchLimits;
  /** Gaps before the positions, to hand out first. */
  gaps: SkippedOffsets[];
  /** A fetch without an answer this long after its `maxWait`, in milliseconds, hangs. */
  stallTimeout: number;
  retry: KafkaClient["retry"];
  /** Ends the wait of a fetcher that has no partitions. */
  signal: AbortSignal;
}

/** Fetches from the partitions of one generation and keeps the position of each. */
export class PositionFetcher {
  #hangs = false;
  #gaps: SkippedOffsets[];

  constructor(
    readonly cluster: Cluster,
    readonly positions: Position[],
    readonly options: PositionFetcherOptions,
  ) {
    this.#gaps = options.gaps;
  }

  /** Whether a fetch was never answered: these connections are of no more use. */
  get hangs(): boolean {
    return this.#hangs;
  }

  /** Fetches once from all positions, again while Kafka is away. */
  async fetch(): Promise<FetchedBatch[]> {
    const { action, limits, retry, signal } = this.options;
    const { cluster, positions } = this;
    if (this.#gaps.length > 0) return this.#gaps.splice(0).map(emptyBatch);
    if (positions.length === 0) {
      await pause(limits.maxWait, signal);
      await retry(action, () => cluster.refreshMetadataIfNecessary());
      return [];
    }
    positions.push(positions.shift()!); // Kafka fills a response in the order of the request
    let again = false;
    return await retry(action, async () => {
      if (again) await cluster.refreshMetadata();
      again = true;
      return await this.#fetchInTime();
    }).catch((error) => {
      if (!(error instanceof HangsError)) throw error;
      this.#hangs = true;
      return [];
    });
  }

  /** Moves the batch's position after it. @returns False if the batch holds nothing new. */
  advance({ topic, partition, nextOffset, gap }: FetchedBatch): boolean {
    const at = this.positions.find((p) => p.topic === topic && p.partition === partition)!;
    if (!gap && nextOffset <= at.offset) return false;
    at.offset = nextOffset;
    return true;
  }

  async #fetchInTime(): Promise<FetchedBatch[]> {
    const { limits, stallTimeout } = this.options;
    const answered = new AbortController();
    const timeout = pause(limits.maxWait + stallTimeout, answered.signal).then(() => {
      if (!answered.signal.aborted) throw new HangsError("No answer to a fetch");
      return [];
    });
    try {
      return await Promise.race([fetchOnce(this.cluster, this.positions, limits), timeout]);
    } catch (error) {
      if (!(error instanceof OffsetOutOfRangeError)) throw error;
      const gap = await gapAt(this.cluster, error.position);
      return gap ? [emptyBatch(gap)] : [];
    } finally {
      answered.abort();
    }
  }
}

/** A fetch was not answered. */
class HangsError extends Error {}

/** What is handed out in place of a gap, so that the offset after it is committed. */
function emptyBatch(gap: SkippedOffsets): FetchedBatch {
  const { topic, partition, to } = gap;
  return { topic, partition, messages: [], nextOffset: to, highWatermark: to, gap };
}
