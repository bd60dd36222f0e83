import type { Verdict } from "./report.ts";

/** How often something is timed. */
export interface WaitOptions {
  runs: number;
  /** Also what takes minutes. */
  large: boolean;
  signal: AbortSignal;
  /** Called with a line about what is timed now. */
  log(line: string): void;
}

/** What a person waits for: its figures are times, not speeds, so it has tables of its own. */
export interface WaitBench {
  name: string;
  summary: string;
  /** @returns `json`: all figures. `text`: tables of the medians. `verdicts`: on its targets, if it has any. */
  time(options: WaitOptions): Promise<{ json: unknown; text: string; verdicts?: Verdict[] }>;
}
