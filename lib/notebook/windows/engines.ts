/** The engines of `runWindow`, loaded with its first run. */
import type { WindowEngine } from "../../windows/window.ts";
import type { RunOn } from "./engine_run.ts";
import { onDeno } from "./on_deno.ts";
import { onFlink } from "./on_flink.ts";
import { onQuestdb } from "./on_questdb.ts";

export const ENGINES: Record<WindowEngine, RunOn> = {
  deno: onDeno,
  questdb: onQuestdb,
  flink: onFlink,
};
