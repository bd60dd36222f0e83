import { sleep } from "../../retry.ts";
import { parseDuration } from "../../time.ts";
import { clock, type Freshness } from "../../jupyter/lab/extension/live/freshness.ts";
import { inUpdate } from "../live_updates.ts";
import { signalOf } from "../stop.ts";
import { bundleOf } from "./bundle_of.ts";
import { inJupyter } from "./emit.ts";
import { LiveControl } from "./live_control.ts";
import { liveDisplay } from "./live_display.ts";

/** Options for a live display: how often it updates, and what ends it. */
export interface LiveDisplayOptions {
  /** Time between updates: milliseconds, or text as `2s`. @default 1000 */
  every?: number | string;
  /** Ends it, as Stop does. */
  signal?: AbortSignal;
  /** Ends it after this time: milliseconds, or text as `30s`. @default never */
  for?: number | string;
  /** Ends it after this many updates. @default never; few if nobody can press Stop */
  updates?: number;
  /** Called after each update; ends it when it returns true. @default never */
  until?: () => boolean | Promise<boolean>;
}

/** How a display is drawn: by the number of the update, from 1. */
export type Draw = (update: number, signal: AbortSignal) => unknown;

/** Options for {@linkcode liveLoop} beside those of its user. */
export interface LiveLoopOptions {
  /** Pauses, resumes and stops it. @default only a page does */
  control?: LiveControl;
  /** Updates where nobody can press Stop, if no other end is given. */
  unattended: number;
  /** How fresh the last drawing is. @default not known */
  fresh?: () => Freshness | undefined;
}

/**
 * Shows what `draw` returns, again and again in one place, until it is stopped. What was drawn when it
 * was paused is shown after that.
 *
 * @throws What `draw` throws, unless it was stopped.
 */
export async function liveLoop(
  draw: Draw,
  options: LiveDisplayOptions,
  { control = new LiveControl(), unattended, fresh = () => undefined }: LiveLoopOptions,
): Promise<void> {
  const { every = 1000, until = () => false } = options;
  const endless = attended() || options.for !== undefined;
  const { updates = endless ? Infinity : unattended } = options;
  const duration = options.for === undefined ? Infinity : milliseconds(options.for);
  const maximum = attended() ? updates : Math.min(updates, 20);
  const signal = AbortSignal.any([signalOf(options.signal), control.signal]);
  const display = liveDisplay(control);
  const begun = performance.now();
  let n = 0;
  const pauses = async () => {
    if (control.mode !== "paused") return;
    await display.paused(`Paused at ${clock(control.since)} UTC. resume() goes on`);
    // It rejects only when it is stopped, which is looked at afterwards.
    await orStopped(() => control.whilePaused(), signal).catch(() => {});
  };
  const ended = (reason: string) =>
    display.ended(`Ended after ${n} update${n === 1 ? "" : "s"}: ${reason}`);
  try {
    for (;;) {
      const round = performance.now();
      try {
        const update = async () => bundleOf(await draw(n + 1, signal));
        const bundle = await orStopped(() => inUpdate(update), signal);
        if (n > 0) await pauses();
        signal.throwIfAborted();
        n++;
        await display.show(bundle, { update: n, fresh: fresh() });
      } catch (error) {
        if (signal.aborted) return await ended("stopped");
        throw error;
      }
      if (signal.aborted) return await ended("stopped");
      if (n >= maximum) return await ended("all updates are done");
      if (await until()) return await ended("until() is true");
      const rest = milliseconds(every) - (performance.now() - round);
      const left = duration - (performance.now() - begun);
      if (left <= Math.max(rest, 0)) return await ended("time is up");
      if (control.mode === "running") await untilChanged(control, Math.max(rest, 20), signal);
      await pauses();
      if (signal.aborted) return await ended("stopped");
    }
  } finally {
    display.close();
  }
}

/** Sleeps, but not longer than until the display is paused or stopped. */
async function untilChanged(control: LiveControl, rest: number, signal: AbortSignal) {
  const changed = new AbortController();
  const off = control.onChange(() => changed.abort());
  // It rejects only when it is cut short.
  await sleep(rest, AbortSignal.any([signal, changed.signal])).catch(() => {});
  off();
}

/** Whether a person is present: in Jupyter, and not in a run of `deno task notebooks`. */
function attended(): boolean {
  return inJupyter() && Deno.env.get("TRIBUTARY_PARAMS") === undefined;
}

function milliseconds(time: number | string): number {
  return typeof time === "number" ? time : parseDuration(time);
}

async function orStopped<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
