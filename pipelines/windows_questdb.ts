/** Runs windows as views of QuestDB, for `deno task windows`. */
import {
  createView,
  runQuestdbOnce,
  type Staleness,
  viewStaleness,
} from "../lib/windows/questdb/engine.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window } from "../lib/windows/window.ts";
import type { Engines, View } from "./windows_engines.ts";

/** A view refreshes itself with each commit, whether this process runs or not. */
export async function onQuestdb(
  windows: readonly Window[],
  { db }: Engines,
  { signal, progress, once }: View & { once: boolean },
): Promise<WindowResult[]> {
  const results: WindowResult[] = [];
  for (const window of windows) {
    if (once) {
      results.push(await runQuestdbOnce(db, window, { signal }));
      continue;
    }
    await createView(db, window);
    progress.log(describeStaleness(await viewStaleness(db, window)));
  }
  return results;
}

/** A view and how far it is behind, in words. */
export function describeStaleness({ view, status, reason, behind, refreshed }: Staleness): string {
  const last = refreshed === null ? "never refreshed" : `refreshed ${refreshed.toISOString()}`;
  const late = behind ? `, ${behind} commits behind its table` : "";
  return `${view}: ${status}, ${last}${late}${reason === null ? "" : `: ${reason}`}`;
}
