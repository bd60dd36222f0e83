import { progress, type ProgressBar } from "../display/progress_bar.ts";

/** Milliseconds for which work may go on without a bar. */
const QUIET = 1000;

/** A progress bar that is drawn only if the work takes longer than a second. */
export function lateBar(title: string, { now = () => performance.now() } = {}) {
  const started = now();
  let bar: ProgressBar | undefined;
  let drawn = Promise.resolve();
  return {
    update(done: number, total: number): void {
      if (now() - started < QUIET) return;
      const one = bar ??= progress(total, { title });
      drawn = drawn.then(() => one.update(done));
    },
    /** Draws it for the last time, if it was drawn. */
    async done(): Promise<void> {
      await drawn;
      await bar?.done();
    },
  };
}
