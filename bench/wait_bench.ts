/** How often something is timed. */
export interface WaitOptions {
  runs: number;
  signal: AbortSignal;
  /** Called with a line about what is timed now. */
  log(line: string): void;
}

/** What a person waits for: its figures are times, not speeds, so it has tables of its own. */
export interface WaitBench {
  name: string;
  summary: string;
  /** @returns `json`: all figures. `text`: tables of the medians. */
  time(options: WaitOptions): Promise<{ json: unknown; text: string }>;
}
