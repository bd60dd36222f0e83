import type { Contest, Way } from "./bench.ts";
import { clock, type EnginePids, type Lap } from "./stopwatch.ts";

/** What several runs of one way came to. Medians, unless said otherwise. */
export interface Figures {
  way: Way;
  /** Records of one run. */
  count: number;
  perSecond: number;
  /** The slowest and the fastest run, in records a second. */
  slowest: number;
  fastest: number;
  /** Records for each second of processor time of this process: steadier than `perSecond`. */
  perCpuSecond: number;
  /** Bytes of input a second; undefined where the bench has no input. */
  bytesPerSecond: number | undefined;
  /** Microseconds of the engines' processor time for each record, of those that worked. */
  engineMicros: { kafka?: number; questdb?: number };
  /** Most memory of any run, in bytes. */
  peakBytes: number;
  /** How many times as fast ours is, run beside run; undefined where this is no peer. */
  ratio: number | undefined;
}

/**
 * Measures the ways of a contest in turn (ours, peer, ours, peer …), so that what else the machine
 * does meets all alike.
 *
 * @param options `runs`: times that each way is measured. `pids`: the engines, whose processor time
 * is told too. `warmUp`: run each way once before, unmeasured, so that it is compiled.
 */
export async function measure(
  contest: Contest,
  { runs, pids = {}, warmUp = false }: { runs: number; pids?: EnginePids; warmUp?: boolean },
): Promise<Figures[]> {
  const laps: Lap[][] = contest.ways.map(() => []);
  for (let run = warmUp ? -1 : 0; run < Math.min(runs, contest.runs ?? runs); run++) {
    for (const [i, way] of contest.ways.entries()) {
      let lap: Lap | undefined;
      await way.run(async (work) => {
        lap = await clock(work, pids);
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
  const engines = (["kafka", "questdb"] as const).map((engine) => {
    const micros = median(laps.map((lap) => (lap.engineSeconds[engine] ?? 0) * 1e6 / lap.count));
    return [engine, micros] as const;
  });
  return {
    way,
    count: laps[0]!.count,
    perSecond: median(speeds),
    slowest: Math.min(...speeds),
    fastest: Math.max(...speeds),
    perCpuSecond: median(laps.map(({ count, cpuSeconds }) => count / cpuSeconds)),
    bytesPerSecond: bytes && median(laps.map(({ seconds }) => bytes / seconds)),
    engineMicros: Object.fromEntries(engines.filter(([, micros]) => micros >= 0.5)),
    peakBytes: Math.max(...laps.map((lap) => lap.peakBytes)),
    ratio: ours && median(speeds.map((speed, i) => ours[i]!.count / ours[i]!.seconds / speed)),
  };
}

/** The middle of some numbers; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
