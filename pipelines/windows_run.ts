/** Runs windows for `deno task windows`, and prints what they gave. */
import { openProgress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window, WindowEngine } from "../lib/windows/window.ts";
import { onDeno, serveOnDeno } from "./windows_deno.ts";
import { explainingEmpty } from "./windows_empty.ts";
import { PATIENCE, type View, withEngines } from "./windows_engines.ts";
import { onFlink } from "./windows_flink.ts";
import { onQuestdb } from "./windows_questdb.ts";
import { printResults } from "./windows_summary.ts";

/** How windows are run. */
export interface RunOptions {
  engine: WindowEngine;
  once: boolean;
  json: boolean;
  signal: AbortSignal;
}

/** Runs windows on one engine. @returns The exit code. */
export async function runWindows(
  windows: readonly Window[],
  { engine, once, json, signal }: RunOptions,
): Promise<number> {
  const progress = openProgress({ signal });
  let results: WindowResult[];
  try {
    const run = engine === "flink" ? onFlink : onStack(engine);
    results = await run(windows, { signal, progress, once, json });
  } finally {
    progress.done();
  }
  printResults(windows, results, json);
  return 0;
}

/** Windows in this process or in QuestDB. */
function onStack(engine: "deno" | "questdb") {
  return async (windows: readonly Window[], view: View & { once: boolean; json: boolean }) => {
    const { endpoints } = await ensureStack({ signal: view.signal });
    const patience = view.once ? PATIENCE : Infinity;
    const run = engine === "questdb" ? onQuestdb : view.once ? onDeno : serveOnDeno;
    return await withEngines(
      endpoints,
      { ...view, patience },
      (engines) => explainingEmpty(engines, () => run(windows, engines, view)),
    );
  };
}
