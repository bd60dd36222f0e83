/** `deno task windows <name…> refresh` and `drop`. */
import { UsageError } from "../lib/errors.ts";
import { openProgress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { dropWindow } from "../lib/windows/deno/drop.ts";
import { dropView, refreshView, viewName, viewStaleness } from "../lib/windows/questdb/engine.ts";
import type { Window, WindowEngine } from "../lib/windows/window.ts";
import { describeStaleness, type Engines, withEngines } from "./windows_run.ts";

/** What is done, and where. */
export interface ChangeOptions {
  engine: WindowEngine;
  action: "refresh" | "drop";
  signal: AbortSignal;
}

/** Refreshes the views of windows, or removes what an engine has of them. */
export async function changeWindows(
  windows: readonly Window[],
  { engine, action, signal }: ChangeOptions,
): Promise<void> {
  if (action === "refresh" && engine !== "questdb") {
    throw new UsageError(
      `Cannot refresh a window on ${engine}: only a view is refreshed, with --engine questdb`,
    );
  }
  if (engine === "flink") {
    throw new UsageError(
      `Cannot ${action} a window on flink yet: deno task topics delete removes its topic`,
    );
  }
  const progress = openProgress({ signal });
  try {
    const { endpoints } = await ensureStack({ signal });
    await withEngines(endpoints, { signal, progress, patience: 60_000 }, async (engines) => {
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
