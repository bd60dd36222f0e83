import { isoTime } from "../time.ts";

/** Where simulated time starts unless the run is live. */
export const DEFAULT_START = "2026-01-01T00:00:00Z";

/** Options for {@linkcode simulatedStart}. */
export interface SimulatedStartOptions {
  /** How many times as fast as the clock simulated time goes. @default not by its own time */
  speed?: number | undefined;
  /** How long the run takes, in milliseconds. @default without an end */
  duration?: number | undefined;
  /** The clock, in milliseconds since 1970. @default the machine's */
  now?: number;
}

/**
 * When simulated time starts if nobody said so, in whole seconds. A run at a speed is live: with a
 * duration it starts so that its time has reached the clock at its end, but never after now; without
 * one it starts now.
 */
export function simulatedStart(
  { speed, duration = 0, now = Date.now() }: SimulatedStartOptions,
): string {
  if (!speed) return DEFAULT_START;
  const start = now - Math.max(0, duration * (speed - 1));
  return isoTime(Math.max(0, Math.floor(start / 1000)));
}
