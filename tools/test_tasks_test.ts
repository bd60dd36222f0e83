/** Files of tests that run at the same time share their process: its variables, its folder. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");
const CHANGES_ITS_PROCESS = /Deno\.env\.(set|delete)\(|Deno\.chdir\(|\bwithNotebook\(/;

Deno.test("tests on engines that change their process run alone", () => {
  const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
  const alone = /--ignore=(\S+)/.exec(tasks["test:engines"].command)![1]!.split(",");
  const changing = globSync("{lib,pipelines,bench,tools}/**/*_integration_test.ts", { cwd: root })
    .filter((file) => CHANGES_ITS_PROCESS.test(readFileSync(join(root, file), "utf8")));
  assert.ok(changing.length > 5);
  assert.deepEqual(
    changing.filter((file) => !alone.some((path) => file === path || file.startsWith(`${path}/`))),
    [],
  );
});
