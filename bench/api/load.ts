/** Requests at a fixed rate, whether or not earlier ones are answered. */
import type { Random } from "../../lib/random.ts";
import { sleep } from "../../lib/retry.ts";

/** How an API is asked. */
export interface LoadOptions {
  /** `http://127.0.0.1:8080` */
  url: string;
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** Connections; more requests wait for one. */
  connections: number;
  random: Random;
  signal: AbortSignal;
}

/** What came of it. */
export interface LoadFigures {
  requests: number;
  /** Answers with another status than 200, and requests that could not be sent in time. */
  failed: number;
  /** Milliseconds from the moment at which a request was due until its answer was read, by path. */
  waits: Record<string, number[]>;
}

const PATHS = ["/orders/overview", "/orders/popular"];

/** A question with parameters of its own: no two are alike, so that nothing can be kept. */
function question(path: string, random: Random): string {
  const window = random.pick([60, 300, 3600, 86_400]) * 1000 + random.int(0, 59_999);
  const back = random.next() < 0.5 ? 0 : random.int(1, 3_600_000);
  const at = back === 0 ? "" : `&at=${new Date(Date.now() - back).toISOString()}`;
  return `${path}?window=${window}ms${at}`;
}

/**
 * Asks. A wait begins when the request is due, also if the load itself is late. After twice the time the load
 * ends: requests that were not sent by then count as failed.
 */
export async function load(options: LoadOptions): Promise<LoadFigures> {
  const { url, rate, seconds, connections, random, signal } = options;
  const waits: Record<string, number[]> = Object.fromEntries(PATHS.map((path) => [path, []]));
  const start = performance.now(), requests = Math.round(rate * seconds);
  const end = start + 2 * seconds * 1000;
  let failed = 0, next = 0;
  // Each of these has at most one request open, and thus one connection.
  await Promise.all(Array.from({ length: connections }, async () => {
    while (next < requests && performance.now() < end) {
      const i = next++, due = start + i * 1000 / rate;
      const early = due - performance.now();
      if (early > 0) await sleep(early, signal);
      const path = PATHS[i % PATHS.length]!;
      const response = await fetch(url + question(path, random), { signal });
      await response.body?.pipeTo(new WritableStream());
      if (response.status !== 200) failed++;
      waits[path]!.push(performance.now() - due);
    }
  }));
  return { requests, failed: failed + requests - next, waits };
}
