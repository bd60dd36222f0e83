import type { EngineName as Engine } from "../lib/stack/mod.ts";
import type { Contest, Way } from "./bench.ts";
import { type Lap, stopwatch } from "./stopwatch.ts";

/** The result of several runs of one way: medians, unless stated otherwise. */
export interface Figures {
  way: Way;
  /** Records in one run. */
  count: number;
  perSecond: number;
  /** The slowest and the fastest run, in records a second. */
  slowest: number;
  fastest: number;
  /** Records per second of CPU time of this process: steadier than `perSecond`. */
  perCpuSecond: number;
  /** Bytes of input a second; undefined if the benchmark has no input. */
  bytesPerSecond: number | undefined;
  /** The engines' CPU time per record in microseconds, if they are known processes. */
  engineMicros: Lap["engineSeconds"];
  /** Peak memory of all runs, in bytes; undefined if it is of no interest. */
  peakBytes: number | undefined;
  /** How many times as fast ours is, compared run by run; undefined if this is not a peer. */
  ratio: number | undefined;
}

/**
 * Measures the ways of a contest in turn (ours, peer, ours, peer …), so that other load on the
 * machine affects all of them alike.
 *
 * @param options `runs`: how often each way is measured. `warmUp`: first run each way once without
 * measuring, so that it is compiled. `clock`: measures one run. `signal`: ends it between two runs.
 */
export async function measure(
  contest: Contest,
  { runs, warmUp = false, clock = stopwatch, signal }: {
    runs: number;
    warmUp?: boolean;
    clock?: (work: () => number | Promise<number>) => Promise<Lap>;
    signal?: AbortSignal;
  },
): Promise<Figures[]> {
  const laps: Lap[][] = contest.ways.map(() => []);
  for (let run = warmUp ? -1 : 0; run < Math.min(runs, contest.runs ?? runs); run++) {
    for (const [i, way] of contest.ways.entries()) {
      signal?.throwIfAborted();
      let lap: Lap | undefined;
      await way.run(async (work) => {
        lap = await clock(work);
      });
      if (!lap) throw new Error(`Cannot measure ${way.name}: it timed nothing`);
      if (run >= 0) laps[i]!.push(lap);
    }
  }
  return contest.ways.map((way, i) =>
    figuresOf(way, laps[i]!, { contest, ours: contest.peers && i > 0 ? laps[0] : undefined })
  );
}

function figuresOf(
  way: Way,
  laps: Lap[],
  { contest, ours }: { contest: Contest; ours: Lap[] | undefined },
): Figures {
  const speeds = laps.map(({ count, seconds }) => count / seconds);
  const { bytes } = contest;
  const engines = Object.keys(laps[0]!.engineSeconds) as Engine[];
  const micros = engines.map((engine) => [
    engine,
    median(laps.map((lap) => lap.engineSeconds[engine]! * 1e6 / lap.count)),
  ]);
  return {
    way,
    count: laps[0]!.count,
    perSecond: median(speeds),
    slowest: Math.min(...speeds),
    fastest: Math.max(...speeds),
    perCpuSecond: median(laps.map(({ count, cpuSeconds }) => count / cpuSeconds)),
    bytesPerSecond: bytes && median(laps.map(({ seconds }) => bytes / seconds)),
    engineMicros: Object.fromEntries(micros),
    peakBytes: contest.memory ? Math.max(...laps.map((lap) => lap.peakBytes)) : undefined,
    ratio: ours && median(speeds.map((speed, i) => ours[i]!.count / ours[i]!.seconds / speed)),
  };
}

/** The median: of an even count, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}
