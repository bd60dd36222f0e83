/** The parts of a benchmark: what is measured, and the ways to do it. */

/**
 * Times one piece of work: only what runs inside it counts, not its preparation or clean-up.
 *
 * @param work Returns the number of records it handled.
 */
export type Time = (work: () => number | Promise<number>) => Promise<void>;

/** One way to do the work: ours, or a peer's. */
export interface Way {
  /** Its name in the table: `ours`, `csv-parse`. */
  name: string;
  /** Does the work once, within `time`. */
  run(time: Time): Promise<void> | void;
  /** Target on two cores, in records a second. Printed as met or missed; `--check` ignores it. */
  perSecond?: number;
  /** Maximum resident memory of the process while it runs, in megabytes (10^6 bytes). */
  megabytes?: number;
  /** For a peer: how many times as fast the first way, ours, must be. */
  ratio?: number;
}

/** A benchmark. */
export interface Bench {
  /** Its name on the command line. */
  name: string;
  /** What is counted: rows, records, messages. */
  unit: string;
  /** What is measured, in one line. */
  summary: string;
  /** Prepares what the runs share: data in memory, files. */
  open(options: BenchOptions): Promise<Contest> | Contest;
}

/** Options for all benchmarks. */
export interface BenchOptions {
  /** Measure memory on a file of 1 GB. */
  large: boolean;
  /** Called with lines for the person who watches. */
  log: (line: string) => void;
}

/** A benchmark that is ready to run. */
export interface Contest {
  /** Ours first. If `peers` is false, all are ours. */
  ways: readonly Way[];
  /** Whether all ways after the first are peers, to be compared with it. */
  peers: boolean;
  /** Bytes of input that a run reads, if that is of interest. */
  bytes?: number;
  /** Whether memory is reported: it means something only for what runs first. @default false */
  memory?: boolean;
  /** Maximum number of runs of each way. @default as many as requested */
  runs?: number;
}
