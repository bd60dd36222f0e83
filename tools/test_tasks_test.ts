/** Files of tests that run at the same time share their process: its variables, its folder. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");
const CHANGES_ITS_PROCESS = /Deno\.env\.(set|delete)\(|Deno\.chdir\(|\bwithNotebook\(/;
/** Engines of a test's own, which it kills and starts: two such tests at once might take each other's ports. */
const HAS_OWN_ENGINES = /\bwithOwnEngines\(|testing_chaos_task|TRIBUTARY_STACK_DIR: dir\b/;

const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
const commandOf = (task: string): string => tasks[task].command;
const textOf = (file: string) => readFileSync(join(root, file), "utf8");

/** What a task leaves out: files and folders. */
function ignored(command: string): (file: string) => boolean {
  const paths = /--ignore=(\S+)/.exec(command)?.[1]?.split(",") ?? [];
  return (file) => paths.some((path) => file === path || file.startsWith(`${path}/`));
}

/** The files that a task with one `deno test` runs. */
function filesOf(task: string): string[] {
  const words = commandOf(task).split(" ").filter((word) => /_test\.ts'?$/.test(word));
  const leaves = ignored(commandOf(task));
  return words.flatMap((word) => globSync(word.replaceAll("'", ""), { cwd: root }))
    .filter((file) => !leaves(file) && !file.startsWith(".stack/"));
}

Deno.test("tests on engines that change their process run alone", () => {
  const alone = ignored(commandOf("test:engines"));
  const changing = globSync("{lib,pipelines,dashboard,bench,tools}/**/*_integration_test.ts", {
    cwd: root,
  })
    .filter((file) => CHANGES_ITS_PROCESS.test(textOf(file)));
  assert.ok(changing.length > 5);
  assert.deepEqual(changing.filter((file) => !alone(file)), []);
});

Deno.test("each long test is in one of the sets that test:full runs", () => {
  const found = ["test:full:faults", "test:full:others", "test:lab"].flatMap(
    filesOf,
  );
  const all = globSync("{lib,pipelines,dashboard,bench,tools}/**/*_full_test.ts", { cwd: root });
  assert.ok(all.length > 30);
  assert.deepEqual(found.toSorted(), all.toSorted());
});

Deno.test("long tests that kill engines of their own run one after the other", () => {
  const faults = filesOf("test:full:faults");
  const own = globSync("{lib,pipelines,dashboard}/**/*_full_test.ts", { cwd: root })
    .filter((file) => HAS_OWN_ENGINES.test(textOf(file)));
  assert.ok(own.length > 3);
  // The dashboard's runs in test:lab, after these.
  const others = own.filter((file) => !faults.includes(file));
  assert.deepEqual(others, ["dashboard/browser_full_test.ts"]);
});

Deno.test("long tests in a browser run with all permissions: its driver reads /proc", () => {
  const lab = filesOf("test:lab");
  const inBrowser = globSync("{lib,pipelines,dashboard}/**/*_full_test.ts", { cwd: root })
    .filter((file) => /findChromium|playwright/.test(textOf(file)));
  assert.ok(inBrowser.length > 2);
  assert.deepEqual(inBrowser.filter((file) => !lab.includes(file)), []);
});
