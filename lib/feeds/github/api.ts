import { messageOf } from "../../errors.ts";
import { sleep as wait } from "../../retry.ts";
import { githubEvents } from "./github_events.ts";
import { firstBytes, reject } from "../../streams/rejection.ts";
import {
  type GithubClient,
  githubClient,
  type GithubClientOptions,
  TransientApiError,
} from "./api_client.ts";
import { toGithubEvent } from "./event.ts";
import { keyOf, type PolledItem, sift } from "./polled_items.ts";
import type { Source, SourceBatch, SourceOptions } from "../../sources/source.ts";

/** Options for {@linkcode githubApi}. */
export interface GithubApiOptions extends SourceOptions, GithubClientOptions {
  /**
   * Milliseconds from one poll to the next; longer if the API asks for it.
   *
   * @default one poll, then the end
   */
  every?: number;
  /** Ends after this many events. @default no limit */
  limit?: number;
  /** Maximum wait for the rate limit, in milliseconds. @default 2 minutes, or 70 with `every` */
  maxWait?: number;
}

/** The API shows the newest 300 public events: 3 pages of 100. */
const PAGES = [1, 2, 3].map((page) => `/events?per_page=100&page=${page}`);

/**
 * Public events from GitHub's live API, oldest first within a poll, each once. The line of a record
 * is its position in the poll's list, newest first, from 1. The API shows the newest 300 events,
 * some minutes late; a poll without an event of the last complete one is logged, since events in
 * between were missed.
 * Source: GitHub REST documentation, "REST API endpoints for events".
 *
 * @throws {UnavailableError} The API cannot be reached or refuses. With `every`, an outage after
 * the first answer is only logged, and the next poll tries again.
 * @throws {RangeError} The token contains characters that are not allowed in a token.
 */
export async function* githubApi(options: GithubApiOptions = {}): Source {
  const { every, limit = Infinity, batchSize = 2000, signal } = options;
  const { now = Date.now, sleep = wait, log = console.error } = options;
  const maxWait = options.maxWait ?? (every === undefined ? 2 : 70) * 60_000;
  const client = githubClient({ ...options, maxWait });
  const source = `${client.base}/events`;
  const seen = new Set<string>();
  /** Keys of the last poll up to which nothing was missed, or was reported as missed. */
  let reached = new Set<string>();
  let left = limit;
  try {
    for (let answered = false;;) {
      const start = now();
      const { items, failure } = await poll(client);
      signal?.throwIfAborted();
      const asked = now();
      answered ||= failure === undefined || items.length > 0;
      const keys = items.map(keyOf);
      const unseen = sift(items, { keys, seen });
      // A poll that broke off before it reached the last one is completed by the next, if at all.
      const overlap = reached.size === 0 || keys.some((key) => reached.has(key));
      if (keys.length > 0 && (overlap || failure === undefined)) {
        if (!overlap) {
          log(
            `GitHub API: none of the ${items.length} events was in the last complete poll, ` +
              "so some between the polls were missed",
          );
        }
        reached = new Set(keys);
      }
      const fresh = unseen.slice(0, left);
      left -= fresh.length;
      for (let i = 0; i < fresh.length; i += batchSize) {
        yield batchOf(fresh.slice(i, i + batchSize), source);
      }
      if (left <= 0) return;
      if (failure !== undefined) {
        if (every === undefined || !answered || !(failure instanceof TransientApiError)) {
          throw failure;
        }
        log(messageOf(failure));
      }
      if (every === undefined) return;
      const next = Math.max(start + every, asked + client.pollInterval);
      if (next > now()) await sleep(next - now(), signal);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** Reads all pages once. Items read before a failure are kept. */
async function poll(client: GithubClient): Promise<{ items: unknown[]; failure?: unknown }> {
  const items: unknown[] = [];
  try {
    for (const page of PAGES) items.push(...await client.list(page));
    return { items };
  } catch (failure) {
    return { items, failure };
  }
}

function batchOf(items: PolledItem[], source: string): SourceBatch {
  const batch: SourceBatch = { stream: githubEvents, source, records: [], lines: [], rejected: [] };
  const time = new Date().toISOString();
  for (const { item, line } of items) {
    try {
      batch.records.push(toGithubEvent(item));
      batch.lines.push(line);
    } catch (error) {
      const input = {
        stream: githubEvents,
        source,
        line,
        time,
        raw: firstBytes(JSON.stringify(item)),
      };
      batch.rejected.push(reject(input, { value: item, reason: messageOf(error) }));
    }
  }
  return batch;
}
