import { UsageError } from "../errors.ts";
import { projectFolder } from "../config.ts";
import { simulators } from "../simulators/mod.ts";
import type { Source } from "../sources/source.ts";
import type { TaxiTime } from "../sources/taxi_trip.ts";
import { isoSeconds } from "../time.ts";
import { inputs } from "./inputs.ts";
import { type Pace, paced } from "./pace.ts";

/** What tells {@linkcode openSource} which records to take: the flags of `ingest`. */
export interface SourceChoice extends Omit<Pace, "main"> {
  simulate: boolean;
  live: boolean;
  every?: number | undefined;
  seed: number;
  start: string;
  time: TaxiTime;
  log?: (line: string) => void;
}

/**
 * Opens an input: its simulator, its live side, the given files, or the bundled sample.
 *
 * @throws {UsageError} The choices exclude each other, or the input has no such side.
 */
export function openSource(name: string, paths: readonly string[], choice: SourceChoice): Source {
  const { limit, every, simulate, time } = choice;
  const live = choice.live || every !== undefined;
  const input = inputs[name]!;
  const main = input.streams.length > 1 ? input.streams[0] : undefined;
  const { log } = choice;
  // What belongs to the last record must come too: only the source itself knows what that is.
  const bounded = limit === undefined ? {} : { limit };
  const pace = { ...choice, limit: main ? undefined : limit, main };
  if ([simulate, live, paths.length > 0].filter(Boolean).length > 1) {
    throw new UsageError("Cannot combine --simulate, --live and paths: choose one");
  }
  if (choice.speed === 0) throw new UsageError("Cannot use --speed 0: 1 is the records' own pace");
  if (simulate) {
    const simulator = simulators[name];
    if (!simulator) throw new UsageError(`Cannot simulate ${name}: there is no simulator for it`);
    const start = /^\d{4}-\d{2}-\d{2}$/.test(choice.start)
      ? `${choice.start}T00:00:00Z`
      : choice.start;
    if (!(isoSeconds(start) >= 0)) {
      throw new UsageError(
        `Cannot use --start ${JSON.stringify(choice.start)}: ` +
          "write a UTC time from 1970 on, as 2026-05-13T00:00:00Z",
      );
    }
    if (limit === undefined && choice.duration === undefined && !choice.rate && !choice.speed) {
      throw new UsageError(
        "Cannot simulate without an end: add --limit, --duration, --rate or --speed",
      );
    }
    const { seed } = choice;
    return paced((signal) => simulator({ seed, start, signal, log, ...bounded }), pace);
  }
  if (live) {
    const { live: open } = input;
    if (!open) throw new UsageError(`Cannot read ${name} live: only github has a live side`);
    return paced((signal) => open({ every, signal, log }), pace);
  }
  const files = paths.length > 0 ? paths : [`${projectFolder}/data/${input.folder}`];
  return paced((signal) => input.read(files, { time, signal, log, ...bounded }), pace);
}
