/** Runs windows for `deno task windows`, and prints what they gave. */
import { openProgress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window, WindowEngine } from "../lib/windows/window.ts";
import { onDeno, serveOnDeno } from "./windows_deno.ts";
import { PATIENCE, type View, withEngines } from "./windows_engines.ts";
import { onFlink } from "./windows_flink.ts";
import { onQuestdb } from "./windows_questdb.ts";

/** Rows of each window that are shown without `--json`. */
const SHOWN = 20;

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
    results = await run(windows, { signal, progress, once });
  } finally {
    progress.done();
  }
  for (const result of results) print(result, json);
  return 0;
}

/** Windows in this process or in QuestDB. */
function onStack(engine: "deno" | "questdb") {
  return async (windows: readonly Window[], view: View & { once: boolean }) => {
    const { endpoints } = await ensureStack({ signal: view.signal });
    const patience = view.once ? PATIENCE : Infinity;
    return await withEngines(endpoints, { ...view, patience }, async (engines) => {
      if (engine === "questdb") return await onQuestdb(windows, engines, view);
      return await (view.once ? onDeno : serveOnDeno)(windows, engines, view);
    });
  };
}

function print(result: WindowResult, json: boolean): void {
  if (json) return console.log(JSON.stringify(result));
  const { window, engine, rows, read, late, duplicates, filtered, rejected, seconds } = result;
  console.log(formatTable(rows.slice(-SHOWN)));
  const counts = Object.entries({ late, duplicates, filtered, rejected })
    .filter(([, count]) => count).map(([what, count]) => `, ${count} ${what}`).join("");
  const shown = rows.length > SHOWN ? `, the last ${SHOWN} of ${rows.length} rows` : "";
  console.error(`${window} on ${engine}: read ${read}${counts} in ${seconds} s${shown}`);
}
