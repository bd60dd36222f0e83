import { facts, factsLine, type ProgressEntry, track } from "../../progress_entry.ts";
import { stopSignal } from "../stop.ts";
import type { Bundle } from "./bundle.ts";
import { emit, inJupyter } from "./emit.ts";
import { escapeHtml } from "./html.ts";

/** Options for {@linkcode progress}. */
export interface ProgressBarOptions {
  /** Name before the bar. @default "Progress" */
  title?: string;
  /** Total number of items. @default their `length` or `size`, if they have one */
  total?: number;
  /** Milliseconds between drawings. @default 200; 5000 outside Jupyter */
  every?: number;
  /** Milliseconds of a monotonic clock. @default performance.now */
  now?: () => number;
}

/** A bar that is moved by hand. */
export interface ProgressBar {
  /** Says how many are done. */
  update(done: number): Promise<void>;
  /** Draws it for the last time. @default how many were done last */
  done(done?: number): Promise<void>;
}

/**
 * Shows how far a loop is: `for await (const file of progress(files))`, or any other work:
 * `const bar = progress(1000); await bar.update(10)`. Stop ends the loop.
 */
export function progress(total: number, options?: ProgressBarOptions): ProgressBar;
export function progress<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options?: ProgressBarOptions,
): AsyncGenerator<T>;
export function progress<T>(
  of: number | Iterable<T> | AsyncIterable<T>,
  options: ProgressBarOptions = {},
): ProgressBar | AsyncGenerator<T> {
  return typeof of === "number" ? openBar(of, options) : through(of, options);
}

async function* through<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options: ProgressBarOptions,
): AsyncGenerator<T> {
  const { length, size } = items as { length?: number; size?: number };
  const bar = openBar(options.total ?? length ?? size, options);
  const signal = stopSignal();
  let done = 0;
  try {
    for await (const item of items) {
      signal.throwIfAborted();
      await bar.update(done);
      yield item;
      done++;
    }
  } finally {
    await bar.done(done);
  }
}

function openBar(total: number | undefined, options: ProgressBarOptions): ProgressBar {
  const { title = "Progress", every = inJupyter() ? 200 : 5000 } = options;
  const { now = () => performance.now() } = options;
  const id = crypto.randomUUID();
  const entry = track(undefined, { done: 0, of: total, now: now() });
  let drawn = false;
  async function draw(final: boolean): Promise<void> {
    entry.shown = entry.at;
    const bundle = barBundle(title, entry, final);
    const first = !drawn;
    drawn = true;
    if (inJupyter()) await emit(bundle, { id, update: !first });
    else if (!first || final) await emit(bundle);
  }
  return {
    async update(done) {
      track(entry, { done, of: total, now: now() });
      if (!drawn || entry.at - entry.shown >= every) await draw(false);
    },
    async done(done = entry.done) {
      track(entry, { done, of: total, now: now() });
      await draw(true);
    },
  };
}

function barBundle(title: string, entry: ProgressEntry, final: boolean): Bundle {
  const { done, total } = entry;
  const bar = total === undefined && !final
    ? "<progress></progress>"
    : `<progress max="${total ?? done}" value="${done}"></progress>`;
  const text = facts(entry, { final }).filter(Boolean).join(", ");
  return {
    "text/html": `<div>${escapeHtml(title)} ${bar} ${text}</div>`,
    "text/plain": factsLine(title, entry, { final }),
  };
}
