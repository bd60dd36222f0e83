/** The demo's window, calculated from Kafka's topic in this process. */
import type { KafkaEndpoint } from "../lib/config.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import { exact } from "../lib/numbers.ts";
import { taxiTotals1d } from "../lib/windows/declared/mod.ts";
import { runDenoOnce } from "../lib/windows/deno/run_once.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import { type Finding, rounded } from "./demo_findings.ts";

/** Days that are shown. */
const SHOWN = 5;

/** Runs the window over all taxi trips that the topic holds. Nothing is written. */
export async function demoWindow(
  endpoint: KafkaEndpoint,
  signal: AbortSignal,
): Promise<WindowResult> {
  const kafka = await connectKafka(endpoint, { signal });
  try {
    const [result] = await runDenoOnce([taxiTotals1d], kafka, { signal });
    return result!;
  } finally {
    await kafka.close();
  }
}

/** A window's result for people: its last rows. */
export function windowFinding({ window, rows, read, late, duplicates }: WindowResult): Finding {
  const [all, some, twice] = [read, late, duplicates].map((count) => exact(count ?? 0));
  const counts = `${all} records read, ${some} late, ${twice} duplicates`;
  return {
    title: `Taxi: totals of each day (window ${window}: ${counts})`,
    rows: rows.slice(-SHOWN).map(rounded),
  };
}
