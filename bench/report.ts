/** The results, as rows for people and as one object for programs. */
import type { Bench } from "./bench.ts";
import type { Figures } from "./measure.ts";

/** The figures of one benchmark. */
export interface BenchResult {
  bench: Bench;
  ways: Figures[];
}

/** A target, and whether it is met. */
export interface Verdict {
  /**
   * `ratio`: speed against a peer, at least, on any machine. `cpu`: CPU time against a peer, at most.
   * `speed`: on two idle cores, at least. `memory`, `latency`: at most.
   */
  kind: "ratio" | "cpu" | "speed" | "memory" | "latency";
  bench: string;
  way: string;
  wanted: number;
  /** The measured figure: a ratio, records a second, megabytes, seconds. */
  got: number;
  met: boolean;
}

/** The verdict on every target of the results. */
export function verdictsOf(results: readonly BenchResult[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const { bench, ways } of results) {
    for (const { way, ratio, perSecond, peakBytes } of ways) {
      const at = { bench: bench.name, way: way.name };
      if (way.ratio !== undefined && ratio !== undefined) {
        const met = ratio >= way.ratio;
        verdicts.push({ ...at, kind: "ratio", wanted: way.ratio, got: ratio, met });
      }
      if (way.perSecond !== undefined) {
        const met = perSecond >= way.perSecond;
        verdicts.push({ ...at, kind: "speed", wanted: way.perSecond, got: perSecond, met });
      }
      if (way.megabytes !== undefined && peakBytes !== undefined) {
        const got = peakBytes / 1e6, met = got <= way.megabytes;
        verdicts.push({ ...at, kind: "memory", wanted: way.megabytes, got, met });
      }
    }
  }
  return verdicts;
}

/** A target as a line. */
export function describeVerdict({ kind, bench, way, wanted, got, met }: Verdict): string {
  const text = {
    ratio: () => `at least ${wanted} times as fast as ${way}: ${round(got)}`,
    speed: () => `${way}, at least ${wanted} a second on 2 cores: ${round(got)}`,
    cpu: () => `at most ${wanted} of the CPU time of ${way}: ${round(got)}`,
    memory: () => `${way}, at most ${wanted} MB resident: ${round(got)}`,
    latency: () => `${way}, at most ${wanted} s: ${round(got)}`,
  }[kind]();
  return `${met ? "met   " : "missed"}  ${bench}: ${text}`;
}

/** The rows of a table, one for each way. Figures have three digits: more would be noise. */
export function tableOf(results: readonly BenchResult[]): Record<string, unknown>[] {
  return results.flatMap(({ bench, ways }) =>
    ways.map((figures) => ({
      bench: bench.name,
      way: figures.way.name,
      unit: bench.unit,
      "per second": round(figures.perSecond),
      "slowest–fastest": `${round(figures.slowest)}–${round(figures.fastest)}`,
      "per CPU-second": round(figures.perCpuSecond),
      "MB/s": rounded(figures.bytesPerSecond, 1e6),
      "Kafka µs": rounded(figures.engineMicros.kafka),
      "QuestDB µs": rounded(figures.engineMicros.questdb),
      "peak MB": rounded(figures.peakBytes, 1e6),
      "ours is": figures.ratio === undefined ? undefined : `${round(figures.ratio)} ×`,
    }))
  );
}

/** The same for programs. */
export function jsonOf(results: readonly BenchResult[]): object {
  return Object.fromEntries(results.map(({ bench, ways }) => [bench.name, {
    unit: bench.unit,
    ways: ways.map(({ way, ...figures }) => ({ name: way.name, ...figures })),
  }]));
}

function rounded(value: number | undefined, unit = 1): number | undefined {
  return value === undefined ? undefined : round(value / unit);
}

/** To three digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
