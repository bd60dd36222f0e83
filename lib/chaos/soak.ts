import { run } from "../stack/machine/run.ts";

/** One sample: resident memory in MiB and number of open handles by process, and the group's lag in messages. */
export interface Sample {
  /** Seconds since the run's start. */
  at: number;
  memory: Record<string, number>;
  handles: Record<string, number>;
  /** Undefined while Kafka is away. */
  lag: number | undefined;
}

/** Medians of two stretches of a run, and the later as a multiple of the earlier. */
export interface Growth {
  /** Median of minutes 5 to 10. */
  early: number;
  /** Median of the last 5 minutes. */
  late: number;
  /** late / early, to three digits; 1 if both are 0. */
  ratio: number;
}

/** The growth over a long run, by process. */
export interface Soak {
  /** MiB. */
  memory: Record<string, Growth>;
  handles: Record<string, Growth>;
  /** Messages not committed by the group. */
  lag: Growth;
}

/** The shortest run of which growth can be told, in seconds. */
export const SOAK_SECONDS = 15 * 60;
/** The largest ratio that passes. */
export const MOST_GROWTH = 1.1;

/** Growth between minutes 5–10 and the last 5 minutes; undefined if the run was too short. */
export function soakOf(samples: readonly Sample[]): Soak | undefined {
  const end = samples.at(-1)?.at ?? 0;
  if (end < SOAK_SECONDS - 15) return undefined;
  const early = samples.filter(({ at }) => at >= 300 && at < 600);
  const late = samples.filter(({ at }) => at >= end - 300);
  const names = [...new Set(samples.flatMap(({ memory }) => Object.keys(memory)))];
  const growth = (value: (sample: Sample) => number | undefined): Growth => {
    const of = (part: Sample[]) => median(part.map(value).filter((one) => one !== undefined));
    const [before, after] = [of(early), of(late)];
    const ratio = before === 0 ? after === 0 ? 1 : Infinity : after / before;
    return { early: before, late: after, ratio: Math.round(ratio * 1000) / 1000 };
  };
  const each = (kind: "memory" | "handles") =>
    Object.fromEntries(names.map((name) => [name, growth((sample) => sample[kind][name])]));
  return { memory: each("memory"), handles: each("handles"), lag: growth(({ lag }) => lag) };
}

/**
 * What grew by more than 10 %, and what could not be measured, in words; empty if nothing did. A lag below
 * a second's records is none.
 */
export function grown({ memory, handles, lag }: Soak, rate: number): string[] {
  const wrong = (what: string, growths: Record<string, Growth>) => {
    const all = Object.entries(growths);
    if (all.length === 0) return [`${what} could not be measured`];
    return all.filter(([, { ratio }]) => ratio > MOST_GROWTH)
      .map(([name]) => `${what} of ${name} grew`);
  };
  return [
    ...wrong("memory", memory),
    ...wrong("handles", handles),
    ...(lag.ratio > MOST_GROWTH && lag.late > rate ? ["lag of the group grew"] : []),
  ];
}

/** The middle value; the mean of the two in the middle; 0 if there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Memory in MiB and open handles of processes. A process that has ended is left out; handles need `/proc`. */
export async function usageOf(pids: Record<string, number | undefined>) {
  const usage: Pick<Sample, "memory" | "handles"> = { memory: {}, handles: {} };
  for (const [name, pid] of Object.entries(pids)) {
    if (pid === undefined) continue;
    // Deno may read /proc only with every permission.
    const script = 'ps -o rss= -p "$0"; ls "/proc/$0/fd" | wc -l';
    const { stdout } = await run(["sh", "-c", script, String(pid)]);
    const [kibibytes = NaN, handles = 0] = stdout.trim().split(/\s+/).map(Number);
    if (kibibytes > 0) usage.memory[name] = Math.round(kibibytes / 102.4) / 10;
    if (handles > 0) usage.handles[name] = handles;
  }
  return usage;
}
