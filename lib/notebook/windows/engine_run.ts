import type { WindowResult } from "../../windows/result.ts";
import type { Window } from "../../windows/window.ts";

/** How a run is ended and shown. */
export interface RunView {
  signal: AbortSignal;
  log: (note: string) => void;
  /** Called with the records read so far and their total number. */
  onProgress: (read: number, all: number) => void;
}

/** What a run gave, and the seconds until its first row. */
export interface EngineRun {
  result: WindowResult;
  firstSeconds: number;
}

/** Runs a window on one engine. */
export type RunOn = (window: Window, view: RunView) => Promise<EngineRun>;
