/** `deno task windows <name…> refresh`, `cancel` and `drop`. */
import { UsageError } from "../lib/errors.ts";
import { openProgress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { dropWindow } from "../lib/windows/deno/drop.ts";
import { dropView, refreshView, viewName, viewStaleness } from "../lib/windows/questdb/engine.ts";
import type { Window, WindowEngine } from "../lib/windows/window.ts";
import { type Engines, PATIENCE, withEngines } from "./windows_engines.ts";
import { changeOnFlink } from "./windows_flink.ts";
import { describeStaleness } from "./windows_questdb.ts";

/** What is done, and where. */
export interface ChangeOptions {
  engine: WindowEngine;
  action: "refresh" | "cancel" | "drop";
  signal: AbortSignal;
}

/** Why there is nothing to cancel. */
const NO_JOB = {
  deno:
    "it runs in the process that was started for it: Ctrl-C there stops it, and it goes on later",
  questdb: "a view refreshes itself and has no job; drop removes it",
};

/** Refreshes the views of windows, ends their jobs, or removes what an engine has of them. */
export async function changeWindows(
  windows: readonly Window[],
  { engine, action, signal }: ChangeOptions,
): Promise<void> {
  if (action === "refresh" && engine !== "questdb") {
    throw new UsageError(
      `Cannot refresh a window on ${engine}: only a view is refreshed, with --engine questdb`,
    );
  }
  if (action === "cancel" && engine !== "flink") {
    throw new UsageError(`Cannot cancel a window on ${engine}: ${NO_JOB[engine]}`);
  }
  const progress = openProgress({ signal });
  try {
    if (engine === "flink") {
      return await changeOnFlink(windows, { drop: action === "drop", signal, progress });
    }
    const { endpoints } = await ensureStack({ signal });
    await withEngines(endpoints, { signal, progress, patience: PATIENCE }, async (engines) => {
      for (const window of windows) await change(window, { engine, action, engines, signal });
    });
  } finally {
    progress.done();
  }
}

async function change(
  window: Window,
  { engine, action, engines, signal }: ChangeOptions & { engines: Engines },
): Promise<void> {
  const { db } = engines;
  if (action === "refresh") {
    await refreshView(db, window, { signal });
    console.log(describeStaleness(await viewStaleness(db, window)));
    return;
  }
  const removed = engine === "deno"
    ? await dropWindow(window, { ...engines, signal })
    : await dropView(db, window)
    ? [`view ${viewName(window, db.prefix)}`]
    : [];
  if (removed.length === 0) console.log(`${window.name} has no output on ${engine}`);
  for (const what of removed) console.log(`dropped ${what}`);
}
