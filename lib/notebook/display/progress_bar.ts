import type { Bundle } from "./bundle.ts";
import { escapeHtml } from "./html.ts";
import { emit, inJupyter } from "./emit.ts";
import { stopSignal } from "../stop.ts";

/** What {@linkcode progress} takes. */
export interface ProgressOptions {
  /** Before the bar. @default "Progress" */
  title?: string;
  /** How many there are, where the items do not tell. */
  total?: number;
  /** Milliseconds from one drawing to the next. @default 200; 5000 outside Jupyter */
  every?: number;
}

/** A bar that is moved by hand. */
export interface Bar {
  /** Says how many are done. */
  update(done: number): Promise<void>;
  /** Draws it for the last time. @default how many were done last */
  done(done?: number): Promise<void>;
}

/**
 * Shows how far a loop is: `for await (const file of progress(files))`, or how far anything is:
 * `const bar = progress(1000); await bar.update(10)`. Stop ends the loop.
 */
export function progress(total: number, options?: ProgressOptions): Bar;
export function progress<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options?: ProgressOptions,
): AsyncGenerator<T>;
export function progress<T>(
  of: number | Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions = {},
): Bar | AsyncGenerator<T> {
  return typeof of === "number" ? openBar({ ...options, total: of }) : through(of, options);
}

async function* through<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions,
): AsyncGenerator<T> {
  const { length, size } = items as { length?: number; size?: number };
  const bar = openBar({ ...options, total: options.total ?? length ?? size });
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

function openBar(
  { title = "Progress", total, every = inJupyter() ? 200 : 5000 }:
    & Omit<ProgressOptions, "total">
    & {
      total: number | undefined;
    },
): Bar {
  const id = crypto.randomUUID();
  const begun = performance.now();
  let shown = -Infinity, drawn = false, done = 0;
  async function draw(final: boolean): Promise<void> {
    shown = performance.now();
    const bundle = barBundle({ title, total, done, seconds: (shown - begun) / 1000, final });
    const first = !drawn;
    drawn = true;
    if (first && inJupyter()) await emit(bundle, { id });
    else if (inJupyter()) await emit(bundle, { id, update: true });
    else if (!first || final) await emit(bundle);
  }
  return {
    async update(now) {
      done = now;
      if (performance.now() - shown >= every) await draw(false);
    },
    async done(now = done) {
      done = now;
      await draw(true);
    },
  };
}

function barBundle(
  { title, total, done, seconds, final }: {
    title: string;
    total: number | undefined;
    done: number;
    seconds: number;
    final: boolean;
  },
): Bundle {
  const of = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
  const left = total !== undefined && done > 0 && !final
    ? `, ${Math.ceil(seconds / done * (total - done))} s left`
    : "";
  const facts = `${done.toLocaleString("en")}${of}, ${seconds.toFixed(1)} s${left}`;
  const bar = total === undefined && !final
    ? "<progress></progress>"
    : `<progress max="${total ?? done}" value="${done}"></progress>`;
  return {
    "text/html": `<div>${escapeHtml(title)} ${bar} ${facts}</div>`,
    "text/plain": `${title}: ${facts}`,
  };
}
