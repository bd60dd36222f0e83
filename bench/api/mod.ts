/** `deno task bench api`: the orders API under load, while orders come through Kafka and the sink. */
import { openOrdersDb } from "../../lib/api/open_orders_db.ts";
import { enrichedOrderItems } from "../../lib/flows/enriched_order_items.ts";
import { seeded } from "../../lib/random.ts";
import { sleep, until } from "../../lib/retry.ts";
import { formatTable } from "../../lib/table.ts";
import { withNamespace } from "../../lib/testing.ts";
import { median, percentile } from "../measure.ts";
import { round, type Verdict } from "../report.ts";
import {
  drained,
  firstMatch,
  hasTask,
  type Service,
  startProgram,
  startTask,
} from "../services.ts";
import type { WaitBench } from "../wait_bench.ts";
import { load } from "./load.ts";
import { throughput } from "./throughput.ts";

const ORDERS = 1000;
const REQUESTS = 200;
const CONNECTIONS = 50;
/** Seconds of load in a short and a long measurement. */
const SECONDS = { short: 15, large: 120 };
/** Seconds of a quarter of the load before it is measured: QuestDB's code for each query is compiled then. */
const WARM = 15;
/** Targets, in milliseconds. */
const P95 = 25, FRESH = 1000;

/** Latency under a fixed load, answers a second, and how soon an order is in an answer. */
export const api: WaitBench = {
  name: "api",
  summary: "the orders API at 200 requests/s while 1,000 orders/s come; how fresh its answers are",
  async time({ large, signal, log }) {
    const seconds = large ? SECONDS.large : SECONDS.short;
    const waits: Record<string, number[]> = {};
    const fresh: Record<string, number[]> = {};
    let failed = 0, requests = 0, ways: Record<string, number> = {};
    await withNamespace(async ({ endpoints, namespace }) => {
      const services: Service[] = [];
      const started = (service: Service) => (services.push(service), service);
      const db = openOrdersDb(endpoints.questdb, { views: false });
      try {
        const server = started(startTask("api", ["--port", "0"], namespace));
        const url = await firstMatch(server, /at (http:\S+)\/docs/);
        started(drained(startTask("sink", [], namespace)));
        if (hasTask("flow")) started(drained(startTask("flow", ["enrichment"], namespace)));
        const source = started(
          startProgram("bench/api/place_orders.ts", [String(ORDERS), "1"], namespace),
        );
        const enriched = async (id: string) =>
          (await db.facts()).has(enrichedOrderItems) &&
          (await db.ask(
              `select 1 from ${db.nameOf(enrichedOrderItems)} where order_id = $1 limit 1`,
              [id],
            )).length > 0;
        const following = follow(source, fresh, {
          "in /orders/{id}": async (id) => {
            const response = await fetch(`${url}/orders/${id}`);
            await response.body?.cancel();
            return response.ok;
          },
          ...hasTask("flow") ? { "enriched": enriched } : {},
        });
        await until(
          async () => (await (await fetch(`${url}/orders/overview`)).json()).totalOrders > 5000,
          {
            every: 200,
            within: 60_000,
            signal,
          },
        );
        log(`  ${REQUESTS} requests/s over ${CONNECTIONS} connections, ${seconds} s`);
        const random = seeded("load");
        const options = { url, rate: REQUESTS, connections: CONNECTIONS, random, signal };
        await load({ ...options, rate: REQUESTS / 4, seconds: WARM });
        for (const list of Object.values(fresh)) list.length = 0;
        const figures = await load({ ...options, seconds });

        ({ failed, requests } = figures);
        Object.assign(waits, figures.waits);
        await source.stop();

        await following;
        log("  answers a second, 50 open");
        ways = await throughput(endpoints.questdb, { seconds: large ? 10 : 3, signal });
      } finally {
        await db.close();
        await Promise.all(services.map((service) => service.stop().catch(() => {}))); // some have ended
      }
    });
    return report({ waits, fresh, failed, requests, ways });
  },
};

/** Asks for each order that is named when it is placed, until each of the checks finds it. */
async function follow(
  source: Service,
  waits: Record<string, number[]>,
  checks: Record<string, (id: string) => Promise<boolean>>,
): Promise<void> {
  for (const name of Object.keys(checks)) waits[name] = [];
  const open = new Set<string>();
  for await (const line of source.lines) {
    const [id, placed] = line.split(" ") as [string, string];
    for (const [name, check] of Object.entries(checks)) {
      if (open.has(name)) continue; // one at a time, so that this is no load of its own
      open.add(name);
      (async () => {
        const end = Date.now() + 10_000;
        while (!await check(id).catch(() => false) && Date.now() < end) await sleep(5);
        waits[name]!.push(Date.now() - Number(placed));
        open.delete(name);
      })();
    }
  }
}

function report(figures: {
  waits: Record<string, number[]>;
  fresh: Record<string, number[]>;
  failed: number;
  requests: number;
  ways: Record<string, number>;
}): Awaited<ReturnType<WaitBench["time"]>> {
  const { waits, fresh, failed, requests, ways } = figures;
  const row = (name: string, times: number[]) => ({
    what: name,
    count: times.length,
    "p50 ms": round(median(times)),
    "p95 ms": round(percentile(times, 0.95)),
    "p99 ms": round(percentile(times, 0.99)),
  });
  const verdict = (way: string, times: number[], most: number): Verdict => {
    const got = percentile(times, 0.95) / 1000;
    const met = got <= most / 1000;
    return { kind: "latency", bench: "api", way: `p95 of ${way}`, wanted: most / 1000, got, met };
  };
  const filled = Object.entries(fresh).filter(([, times]) => times.length > 0);
  const text = [
    `${requests} requests, ${REQUESTS} a second over ${CONNECTIONS} connections, while ${ORDERS} orders/s ` +
    `come; ${failed} failed. From the moment at which each was due:`,
    formatTable(Object.entries(waits).map(([name, times]) => row(name, times))),
    "\nFrom an order's creation in another process to the first answer that has it:",
    formatTable(filled.map(([name, times]) => row(name, times))),
    "\nAnswers a second, a day's orders, 50 open:",
    formatTable(Object.entries(ways).map(([way, n]) => ({ way, "per second": round(n) }))),
  ].join("\n");
  return {
    json: { requests, failed, waits, fresh, ways },
    text,
    verdicts: [
      ...Object.entries(waits).map(([way, times]) => verdict(way, times, P95)),
      ...filled.map(([way, times]) => verdict(`freshness ${way}`, times, FRESH)),
    ],
  };
}
