/** The figures of windows as tables, and whether they meet their targets. */
import { median, percentile } from "../measure.ts";
import { round, type Verdict } from "../report.ts";
import type { EngineRun, Who } from "./engines.ts";
import type { EventCost } from "./flat.ts";
import type { Rates } from "./taxi.ts";

/** All that was measured. */
export interface WindowFigures {
  engines: EngineRun[];
  /** Milliseconds until each final row can be read. */
  waits: number[];
  trips: Rates[];
  costs: EventCost[];
}

/** Medians of one engine's runs. */
export interface EngineFigures {
  perSecond: number;
  perCpuSecond: number;
  /** CPU-seconds of a million events. */
  cpuPerMillion: number;
  peakBytes: number | undefined;
}

/** The medians of some runs. */
export function figuresOf(runs: readonly EngineRun<string>[]): EngineFigures {
  const peaks = runs.map(({ peakBytes }) => peakBytes).filter((peak) => peak !== undefined);
  const cpuPerMillion = median(runs.map(({ cpuSeconds, events }) => cpuSeconds / events * 1e6));
  return {
    perSecond: median(runs.map(({ events, seconds }) => events / seconds)),
    perCpuSecond: 1e6 / cpuPerMillion,
    cpuPerMillion,
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}

/** A row for each engine. */
export function engineTable(runs: readonly EngineRun<string>[]): Record<string, unknown>[] {
  return [...Map.groupBy(runs, ({ who }) => who)].map(([who, some]) => {
    const { perSecond, perCpuSecond, cpuPerMillion, peakBytes } = figuresOf(some);
    return {
      who,
      runs: some.length,
      events: some[0]!.events,
      rows: some[0]!.rows,
      "events/s": round(perSecond),
      "events per CPU-second": round(perCpuSecond),
      "CPU-seconds per million": round(cpuPerMillion),
      "peak MB": peakBytes && round(peakBytes / 1e6),
    };
  });
}

/** A row for each topic. */
export function costTable(costs: readonly EventCost[]): Record<string, unknown>[] {
  return costs.map(({ events, keys, rows, micros, perSecond }) => ({
    events,
    keys,
    rows,
    "CPU µs per event": round(micros),
    "events/s": round(perSecond),
  }));
}

/** Whole milliseconds. */
export function latencyOf(waits: readonly number[]): { median: number; p99: number } {
  return { median: Math.round(median(waits)), p99: Math.round(percentile(waits, 0.99)) };
}

/** The targets: 150,000 events a second, 0.9 of warm Flink's CPU time, 300 MB, a row within a second. */
export function windowVerdicts({ engines, waits }: WindowFigures): Verdict[] {
  const of = (name: Who) => figuresOf(engines.filter(({ who }) => who === name));
  const deno = of("deno");
  const verdict = (kind: Verdict["kind"], way: string, got: number, wanted: number): Verdict => ({
    kind,
    bench: "windows",
    way,
    wanted,
    got,
    met: kind === "speed" ? got >= wanted : got <= wanted,
  });
  return [
    verdict("speed", "deno", deno.perSecond, 150_000),
    ...(["flink, warm", "plain flink, warm"] as const).map((who) =>
      verdict("cpu", who, deno.cpuPerMillion / of(who).cpuPerMillion, 0.9)
    ),
    verdict("memory", "deno", deno.peakBytes! / 1e6, 300),
    verdict("latency", "final rows, 99th percentile", latencyOf(waits).p99 / 1000, 1),
  ];
}
