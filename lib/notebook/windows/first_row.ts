import { sleep } from "../../retry.ts";
import type { WindowResult } from "../../windows/result.ts";
import type { EngineRun } from "./engine_run.ts";

/**
 * Runs a window, and asks meanwhile whether its first row can be read.
 *
 * @param isThere Asked again and again until it is true. An error means no: what is asked for may not
 * exist yet, and the work itself says what is wrong.
 * @returns The result with the seconds of all the work; the first row comes at its end at the latest.
 */
export async function withFirstRow(
  work: () => Promise<WindowResult>,
  isThere: (signal: AbortSignal) => Promise<boolean>,
): Promise<EngineRun> {
  const started = performance.now();
  const ended = new AbortController();
  let at: number | undefined;
  async function watch(): Promise<void> {
    while (!ended.signal.aborted) {
      if (await isThere(ended.signal).catch(() => false)) {
        at = performance.now();
        return;
      }
      await sleep(20, ended.signal).catch(() => {}); // it is over
    }
  }
  const watching = watch();
  try {
    const result = await work();
    const end = performance.now();
    const since = (moment: number) => Math.round(moment - started) / 1000;
    return { result: { ...result, seconds: since(end) }, firstSeconds: since(at ?? end) };
  } finally {
    ended.abort();
    await watching;
  }
}
