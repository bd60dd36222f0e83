import { UsageError } from "../errors.ts";

/** What can be killed. */
export const TARGETS = ["broker", "questdb", "sink", "producer"] as const;
/** One of {@linkcode TARGETS}. */
export type Target = typeof TARGETS[number];

/** Faults that lose rows on purpose; the report counts what they took. */
export const FAULTS = ["tables", "topics"] as const;
/** One of {@linkcode FAULTS}. */
export type Fault = typeof FAULTS[number];

/** Options of a run. Times are in milliseconds. */
export interface ChaosOptions {
  /** Number of identities; with `duration` the run ends at whichever comes first. @default Infinity with a duration */
  rows: number;
  /** Records per second. */
  rate: number;
  /** How long records are sent. */
  duration: number | undefined;
  /** Killed in turn; may be empty. */
  kill: readonly Target[];
  /** Time between two kills. */
  every: number;
  seed: number;
  faults: readonly Fault[];
  signal: AbortSignal;
  /** Called with what happens. */
  log: (line: string) => void;
}

/** The most records per second without `--rate`. */
const MOST = 10_000;

/**
 * The rate without `--rate`: every target is killed three times or so while records are sent, so that
 * a sink is killed in each critical moment.
 *
 * @param every Milliseconds.
 */
export function defaultRate(rows: number, targets: number, every: number): number {
  const seconds = (3 * targets + 0.5) * every / 1000;
  return Math.max(100, Math.min(MOST, Math.floor(rows / seconds)));
}

/** The targets that `--kill` names: all without it, none for `none`. @throws {UsageError} One is not known. */
export function targetsOf(words: readonly string[]): Target[] {
  if (words.length === 0) return [...TARGETS];
  return words.length === 1 && words[0] === "none" ? [] : chosen("kill", words, TARGETS);
}

/** Words of a list flag. @throws {UsageError} One is not known. */
export function chosen<T extends string>(
  flag: string,
  words: readonly string[],
  known: readonly T[],
): T[] {
  return words.map((word) => {
    const found = known.find((one) => one === word);
    if (found !== undefined) return found;
    throw new UsageError(
      `Cannot use --${flag} ${JSON.stringify(word)}: choose from ${known.join(", ")}`,
    );
  });
}
