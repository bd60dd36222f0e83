/** `deno task bench windows`: windows of the Deno engine beside Flink's, from Kafka to their rows. */
import { formatTable } from "../../lib/table.ts";
import { round } from "../report.ts";
import type { WaitBench } from "../wait_bench.ts";
import { timeEngines } from "./engines.ts";
import { type EventCost, timeEvents } from "./flat.ts";
import { timeRows } from "./latency.ts";
import { costTable, engineTable, latencyOf, type WindowFigures, windowVerdicts } from "./report.ts";
import { timeTrips } from "./taxi.ts";
import { withTransactions } from "./topic.ts";

/** Events of the comparison with Flink. */
const EVENTS = 1_000_000;
const FILLINGS = [
  { events: 100_000, keys: 10 },
  { events: 1_000_000, keys: 10 },
  { events: 1_000_000, keys: 1000 },
  { events: 1_000_000, keys: 100_000 },
];
const LARGE = { events: 10_000_000, keys: 10 };
/** Seconds for which records come to the service whose rows are timed. */
const SERVED = 30;

/** One window on two engines; how soon its rows can be read; what an event costs. */
export const windows: WaitBench = {
  name: "windows",
  summary: "windows of the Deno engine and of Flink; their latency, the cost of an event",
  async time(options) {
    const { signal, log, large } = options;
    const figures: WindowFigures = { engines: [], waits: [], trips: [], costs: [] };
    log(`  ${EVENTS} transactions on both engines`);
    await withTransactions({ events: EVENTS, keys: 10 }, async ({ namespace }) => {
      figures.engines = await timeEngines({ namespace, events: EVENTS }, options);
    });
    log(`  rows of a service, ${SERVED} s`);
    figures.waits = await timeRows(SERVED);
    log("  taxi trips, 10 a second and as fast as Kafka takes them");
    for (const trips of [{ trips: 200, rate: 10 }, { trips: 300_000, rate: Infinity }]) {
      signal.throwIfAborted();
      figures.trips.push(await timeTrips(trips));
    }
    const costs: EventCost[] = [];
    await timeEvents(FILLINGS[0]!, signal); // until it is compiled
    for (const filling of [...FILLINGS, ...large ? [LARGE] : []]) {
      log(`  ${filling.events} events of ${filling.keys} keys`);
      costs.push(await timeEvents(filling, signal));
    }
    figures.costs = costs;
    const { median, p99 } = latencyOf(figures.waits);
    const text = [
      "transactions_3s, from Kafka to rows, medians:",
      formatTable(engineTable(figures.engines)),
      `\nFinal rows can be read after ${median} ms (median), ${p99} ms (99th percentile) of ` +
      `${figures.waits.length} windows`,
      "\ntaxi_totals_1d as a service, records a second:",
      formatTable(figures.trips.map(({ wanted, input, processed }) => ({
        wanted: Number.isFinite(wanted) ? wanted : "all",
        input: round(input),
        processed: round(processed),
      }))),
      "\nThe cost of an event in a window of a day by user, without writing its rows:",
      formatTable(costTable(figures.costs)),
    ].join("\n");
    return { json: figures, text, verdicts: windowVerdicts(figures) };
  },
};
