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
import { defaultPositions } from "./start_positions.ts";

/** Options for {@linkcode PositionFetcher}: limits of a fetch, retries, and what to do if it hangs. */
export interface PositionFetcherOptions {
  /** What is being done, for errors: `read taxi_trips`. */
  action: string;
  groupId: string;
  /** Where to go on if an offset no longer exists: at the partition's start or its end. */
  fromBeginning: boolean;
  limits: FetchLimits;
  /** A fetch without an answer this long after its `maxWait`, in milliseconds, hangs. */
  stallTimeout: number;
  retry: KafkaClient["retry"];
  log: KafkaClient["log"];
  /** Ends the wait of a fetcher that has no partitions. */
  signal: AbortSignal;
}

/** Fetches from the partitions of one generation and keeps the position of each. */
export class PositionFetcher {
  #hangs = false;

  constructor(
    readonly cluster: Cluster,
    readonly positions: Position[],
    readonly options: PositionFetcherOptions,
  ) {}

  /** Whether a fetch was never answered: these connections are of no more use. */
  get hangs(): boolean {
    return this.#hangs;
  }

  /** Fetches once from all positions, again while Kafka is away. */
  async fetch(): Promise<IncomingBatch[]> {
    const { action, limits, retry, signal } = this.options;
    const { cluster, positions } = this;
    if (positions.length === 0) {
      await pause(limits.maxWait, signal);
      return [];
    }
    positions.push(positions.shift()!); // Kafka fills a response in the order of the request
    let again = false;
    return await retry(action, async () => {
      if (again) await cluster.refreshMetadata();
      again = true;
      return await this.#fetchInTime();
    });
  }

  /** Moves the batch's position after it. @returns False if the batch holds nothing new. */
  advance({ topic, partition, nextOffset }: IncomingBatch): boolean {
    const at = this.positions.find((p) => p.topic === topic && p.partition === partition)!;
    if (nextOffset <= at.offset) return false;
    at.offset = nextOffset;
    return true;
  }

  async #fetchInTime(): Promise<IncomingBatch[]> {
    const { limits, stallTimeout } = this.options;
    const answered = new AbortController();
    const timeout = pause(limits.maxWait + stallTimeout, answered.signal).then(() => {
      if (!answered.signal.aborted) this.#hangs = true;
      return [];
    });
    try {
      return await Promise.race([fetchOnce(this.cluster, this.positions, limits), timeout]);
    } catch (error) {
      if (!(error instanceof OffsetOutOfRangeError)) throw error;
      await this.#reset(error.position);
      return [];
    } finally {
      answered.abort();
    }
  }

  /** Goes on at the partition's start or end if the message to read next no longer exists. */
  async #reset(position: Position): Promise<void> {
    const { groupId, fromBeginning, log } = this.options;
    const { topic, partition, offset } = position;
    const [fresh] = await defaultPositions(this.cluster, [position], { fromBeginning });
    position.offset = fresh!.offset;
    log(
      "warn",
      `${topic}/${partition} has no message ${offset}, which the group ${groupId} would read next: ` +
        `going on at ${position.offset}`,
    );
  }
}
