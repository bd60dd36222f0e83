import { sleep } from "../../retry.ts";
import { parseDuration } from "../../time.ts";
import { GRID_MIME } from "../../jupyter/lab/extension/grid/protocol.ts";
import { signalOf } from "../stop.ts";
import type { Bundle } from "./bundle.ts";
import { bundleOf } from "./bundle_of.ts";
import { updateOf } from "./figure.ts";
import { emit, inJupyter } from "./emit.ts";
import { escapeHtml } from "./html.ts";

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

/** Pauses, resumes and stops a display. */
export class LiveControl {
  readonly #stop = new AbortController();
  #resumed: PromiseWithResolvers<void> | undefined;
  /** Called when it is paused. */
  onPause: (() => void) | undefined;

  /** Aborts when it is stopped. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }
  /** Settles when it is not paused. */
  get running(): Promise<void> | undefined {
    return this.#resumed?.promise;
  }
  pause(): void {
    if (this.#resumed) return;
    this.#resumed = Promise.withResolvers();
    this.onPause?.();
  }
  resume(): void {
    this.#resumed?.resolve();
    this.#resumed = undefined;
  }
  stop(): void {
    this.#stop.abort();
    this.resume();
  }
}

/** How a display is drawn: by the number of the update, from 1. */
export type Draw = (update: number, signal: AbortSignal) => unknown;

/**
 * Shows what `draw` returns, again and again in one place, until it is stopped.
 *
 * @param unattended Updates where nobody can press Stop, if no other end is given.
 * @throws What `draw` throws, unless it was stopped.
 */
export async function liveLoop(
  draw: Draw,
  options: LiveDisplayOptions,
  { control = new LiveControl(), unattended }: { control?: LiveControl; unattended: number },
): Promise<void> {
  const { every = 1000, until = () => false } = options;
  const endless = attended() || options.for !== undefined;
  const { updates = endless ? Infinity : unattended } = options;
  const duration = options.for === undefined ? Infinity : milliseconds(options.for);
  const maximum = attended() ? updates : Math.min(updates, 20);
  const signal = AbortSignal.any([signalOf(options.signal), control.signal]);
  const id = crypto.randomUUID();
  const begun = performance.now();
  let shown: Bundle | undefined;
  let n = 0;
  const note = async (text: string) => {
    if (shown && inJupyter()) await emit(withNote(shown, text), { id, update: true });
    else await emit(withNote(undefined, text));
  };
  const ended = (reason: string) => note(`Ended after ${n} update${n === 1 ? "" : "s"}: ${reason}`);
  for (;;) {
    const round = performance.now();
    try {
      // No grid, which would lose its place at each update.
      const { [GRID_MIME]: _, ...bundle } = await orStopped(
        async () => bundleOf(await draw(n + 1, signal)),
        signal,
      );
      n++;
      if (shown && inJupyter()) await emit(updateOf(bundle), { id, update: true });
      else await emit(bundle, { id });
      shown = bundle;
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
    const pause = Promise.withResolvers<void>();
    control.onPause = pause.resolve;
    // The sleep rejects only when it is stopped, which is looked at below.
    await Promise.race([sleep(Math.max(rest, 20), signal).catch(() => {}), pause.promise]);
    if (control.running) {
      await note(`Paused at ${new Date().toISOString().slice(11, 19)} UTC. resume() goes on`);
      await orStopped(() => control.running ?? Promise.resolve(), signal).catch(() => {});
    }
    if (signal.aborted) return await ended("stopped");
  }
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

/** A bundle with a line below it. */
export function withNote(bundle: Bundle | undefined, note: string): Bundle {
  const text = bundle ? `${bundle["text/plain"]}\n${note}` : note;
  const markup = bundle?.["text/html"] ??
    (bundle ? `<pre>${escapeHtml(bundle["text/plain"])}</pre>` : "");
  return {
    "text/html": `${markup}<p style="opacity:.7">${escapeHtml(note)}</p>`,
    "text/plain": text,
  };
}
