/** Runs `deno task chaos` for tests. */
import assert from "node:assert/strict";
import type { Report } from "../lib/chaos/report.ts";
import { run } from "./testing.ts";

/** A run that must be exact, and in which each engine must have been killed. */
export async function chaos(...args: string[]): Promise<Report> {
  const { code, out, err } = await run("chaos", [...args, "--json"]);
  assert.equal(code, 0, err + out);
  const report: Report = JSON.parse(out);
  const { lost, doubled, different, killed } = report;
  assert.deepEqual([lost, doubled, different], [0, 0, 0], out);
  assert.ok(killed.broker > 0 && killed.questdb > 0, out);
  return report;
}
