/** What a measurement is made of: things that are measured, and the ways to do them. */

/**
 * Times one piece of work: only what runs inside it counts, not what makes it ready or clears up.
 *
 * @param work Returns how many records it handled.
 */
export type Time = (work: () => number | Promise<number>) => Promise<void>;

/** One way to do the work: ours, or a peer's. */
export interface Way {
  /** What it is called in the table: `ours`, `csv-parse`. */
  name: string;
  /** Does the work once, within `time`. */
  run(time: Time): Promise<void> | void;
  /** Records a second that are wanted on two cores. Printed as met or missed; no check fails on it. */
  perSecond?: number;
  /** Most megabytes (10^6 bytes) that the process may hold while it runs. */
  megabytes?: number;
  /** For a peer: how many times as fast ours, the first way, is to be. */
  ratio?: number;
}

/** A thing that is measured. */
export interface Bench {
  /** Its name on the command line. */
  name: string;
  /** What is counted: rows, records, messages. */
  unit: string;
  /** One line on what is measured. */
  summary: string;
  /** Makes ready what the runs share: data in memory, files. */
  open(options: BenchOptions): Promise<Contest> | Contest;
}

/** What all benches are told. */
export interface BenchOptions {
  /** Measure memory on a file of 1 GB. */
  large: boolean;
  /** Takes what a person should know. */
  log: (line: string) => void;
}

/** A bench that is ready to run. */
export interface Contest {
  /** Ours first. Where none is a peer, all are ours. */
  ways: readonly Way[];
  /** Whether the second way and those behind it are peers, to be compared with the first. */
  peers: boolean;
  /** Bytes of input that a run reads, where that is of interest. */
  bytes?: number;
  /** Whether memory is told: it says something of what runs first only. @default false */
  memory?: boolean;
  /** Most times that each way runs. @default as often as asked */
  runs?: number;
}
