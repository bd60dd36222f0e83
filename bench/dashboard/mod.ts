/** `deno task bench dashboard`: how old records are when a browser has drawn them, and what drawing costs. */
import { githubEvents } from "../../lib/feeds/mod.ts";
import { connectKafka, type KafkaClient } from "../../lib/kafka/client.ts";
import { readTopic } from "../../lib/kafka/read.ts";
import { sleep } from "../../lib/retry.ts";
import { formatTable } from "../../lib/table.ts";
import { withNamespace } from "../../lib/testing.ts";
import { median, percentile } from "../measure.ts";
import { round, type Verdict } from "../report.ts";
import { drained, firstMatch, type Service, startProgram, startTask } from "../services.ts";
import type { WaitBench } from "../wait_bench.ts";
import { agesOf } from "./ages.ts";
import type { Watched } from "./watch_pages.ts";

/** Records a second, and the seconds in which they come before a browser looks. */
const RATE = 50, WARM = 10;
/** Seconds for which each page is watched. */
const SECONDS = { short: 20, large: 120 };
/** Targets in milliseconds: from creation to drawing; a panel's update; the Largest Contentful Paint. */
const FRESH = 2000, UPDATE = 50, LCP = 1000;

/** Every page of `watch_pages.ts` with refresh 1 s, while GitHub events come. */
export const dashboard: WaitBench = {
  name: "dashboard",
  summary: "from a record's creation to a browser's drawing, and the main thread of its updates",
  async time({ large, signal, log }) {
    const seconds = large ? SECONDS.large : SECONDS.short;
    const pages: Watched[] = [];
    let ages: number[] = [];
    await withNamespace(async ({ endpoints, namespace }) => {
      const services: Service[] = [];
      const started = (service: Service) => (services.push(service), service);
      try {
        // 50 a second are 25 times as many as GitHub's world has: its time reaches now in 20 minutes of ours.
        const start = new Date(Date.now() - 25 * 60_000).toISOString().replace(/\.\d+/, "");
        const words = ["github", "--simulate", "--rate", String(RATE), "--start", start];
        started(drained(startTask("ingest", words, namespace)));
        const server = started(startTask("dashboard", ["--port", "0"], namespace));
        const url = await firstMatch(server, /Dashboard at (http:\/\/[^/\s]+)/);
        await sleep(WARM * 1000, signal);
        log(`  each page for ${seconds} s at refresh 1 s, ${RATE} records/s`);
        const browser = started(
          startProgram("bench/dashboard/watch_pages.ts", [url, String(seconds)], namespace),
        );
        for await (const line of browser.lines) {
          pages.push(JSON.parse(line));
          log(`  ${pages.at(-1)!.path}`);
        }
        const kafka = await connectKafka(endpoints.kafka);
        const created = await creations(kafka);
        await kafka.close();
        ages = pages.flatMap(({ drawings }) => agesOf(created, drawings));
      } finally {
        await Promise.all(services.map((service) => service.stop().catch(() => {}))); // some have ended
      }
    });
    return report(pages, ages);
  },
};

/** When each record was created, in milliseconds since 1970: its producer's time. */
async function creations(kafka: KafkaClient): Promise<number[]> {
  const times: number[] = [];
  for await (const { messages } of readTopic(kafka, kafka.topicOf(githubEvents))) {
    for (const { timestamp } of messages) times.push(timestamp);
  }
  return times;
}

function report(pages: readonly Watched[], ages: readonly number[]) {
  if (ages.length === 0) throw new Error("No page drew a new record: see deno task dashboard");
  const p95 = percentile(ages, 0.95);
  const rows = pages.map(({ path, lcp, updates }) => {
    const times = updates.map(({ ms }) => ms);
    const longest = updates.toSorted((a, b) => b.ms - a.ms)[0]!;
    return {
      page: path,
      "LCP ms": round(lcp),
      updates: times.length,
      "median ms": round(median(times)),
      "p95 ms": round(percentile(times, 0.95)),
      "longest ms": round(longest.ms),
      of: longest.panel,
    };
  });
  const updates = pages.flatMap(({ updates }) => updates.map(({ ms }) => ms));
  const lcp = Math.max(...pages.map(({ lcp }) => lcp));
  const verdict = (way: string, got: number, most: number): Verdict => ({
    kind: "latency",
    bench: "dashboard",
    way,
    wanted: most / 1000,
    got: got / 1000,
    met: got <= most,
  });
  const text = [
    `From creation to drawing, ${ages.length} records on /github, refresh 1 s: p50 ` +
    `${round(median(ages))} ms, p95 ${round(p95)} ms, p99 ${round(percentile(ages, 0.99))} ms`,
    "\nMain thread of a panel's update:",
    formatTable(rows),
  ].join("\n");
  return {
    json: { ages, pages },
    text,
    verdicts: [
      verdict("p95 from creation to drawing", p95, FRESH),
      verdict("p95 of a panel's update", percentile(updates, 0.95), UPDATE),
      verdict("longest update of a panel", Math.max(...updates), UPDATE),
      verdict("largest contentful paint", lcp, LCP),
    ],
  };
}
