import { parseDuration } from "../../time.ts";
import { sleep } from "../../retry.ts";
import { GRID_MIME } from "../../jupyter/lab/extension/grid/protocol.ts";
import type { Bundle } from "./bundle.ts";
import { bundleOf } from "./bundle_of.ts";
import { escapeHtml } from "./html.ts";
import { emit, inJupyter } from "./emit.ts";
import { updateOf } from "./figure.ts";
import { signalOf } from "../stop.ts";

/** Options for {@linkcode live}: how often it updates, and what ends it. */
export interface LiveDisplayOptions {
  /** Time between updates: milliseconds, or text as `2s`. @default 1000 */
  every?: number | string;
  /** Ends it, as Stop does. */
  signal?: AbortSignal;
  /** Ends it after this time: milliseconds, or text as `30s`. @default never */
  for?: number | string;
  /** Ends it after this many updates. @default never; 3 if nobody can press Stop */
  updates?: number;
  /** Called after each update; ends it when it returns true. @default never */
  until?: () => boolean | Promise<boolean>;
}

/**
 * Shows what `fn` returns, again and again in one place, until Stop is pressed; the cell then ends
 * normally, and its variables stay. Without a person (plain Deno, `deno task notebooks`) it ends
 * after three updates.
 *
 * @param fn Returns a figure, table, HTML, rows or text. Called with the number of the update, from 1.
 * @throws What `fn` throws, unless Stop ended it.
 */
export async function live(
  fn: (update: number) => unknown,
  options: LiveDisplayOptions = {},
): Promise<void> {
  const { every = 1000, until = () => false } = options;
  const { updates = attended() || options.for !== undefined ? Infinity : 3 } = options;
  const duration = options.for === undefined ? Infinity : milliseconds(options.for);
  const maximum = attended() ? updates : Math.min(updates, 20);
  const signal = signalOf(options.signal);
  const id = crypto.randomUUID();
  const begun = performance.now();
  let shown: Bundle | undefined;
  let n = 0;
  const ended = async (reason: string) => {
    const note = `Ended after ${n} update${n === 1 ? "" : "s"}: ${reason}`;
    if (shown && inJupyter()) await emit(withNote(shown, note), { id, update: true });
    else await emit(withNote(undefined, note));
  };
  for (;;) {
    const round = performance.now();
    try {
      // No grid, which would lose its place at each update.
      const { [GRID_MIME]: _, ...bundle } = await orStopped(
        async () => bundleOf(await fn(n + 1)),
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
    await sleep(Math.max(rest, 20), signal).catch(() => {});
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

function withNote(bundle: Bundle | undefined, note: string): Bundle {
  const text = bundle ? `${bundle["text/plain"]}\n${note}` : note;
  const markup = bundle?.["text/html"] ??
    (bundle ? `<pre>${escapeHtml(bundle["text/plain"])}</pre>` : "");
  return {
    "text/html": `${markup}<p style="opacity:.7">${escapeHtml(note)}</p>`,
    "text/plain": text,
  };
}
