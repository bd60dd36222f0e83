/** The tree's own rules: who may import whom, no cycles, and that ARCHITECTURE names what lies in lib/. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(import.meta.dirname!, "..");

/** Rooms from bottom to top: a room may import itself and any room of a lower row. */
const ROWS = [
  ["lib"], // the files directly in lib/
  ["streams"],
  ["kafka", "questdb", "sources", "simulators"],
  ["feeds"],
  ["processing"],
  ["delivery", "flows", "windows", "forecast", "charts", "stack", "jupyter"],
  ["notebook"],
  ["pipelines", "dashboard", "bench", "tools"],
];
/** Neighbours in one row that may be imported, and why. */
const NEIGHBOURS = [
  "simulators → sources", // simulators are sources
  "delivery → flows", // a run includes the flows that its feed goes through
  "delivery → stack", // a run starts the engines that it needs
];

/** Packages that one room alone may import. */
const OWNERS: Record<string, string> = {
  kafkajs: "kafka",
  postgres: "questdb",
  "@questdb/nodejs-client": "questdb",
};
/** Peers that are measured against. */
const MEASURED = ["bench"];

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (path.endsWith(".ts")) yield path;
  }
}

function roomOf(path: string): string {
  const [top, room] = path.split("/");
  if (top !== "lib") return top!;
  return path.split("/").length === 2 ? "lib" : room!;
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  const found = text.matchAll(/^(?:import|export)[^"';]*?["']([^"']+)["']/gm);
  return [...found].map((match) => match[1]!);
}

/** The files of the project that a file imports. */
function importedFiles(path: string): string[] {
  return importsOf(path).filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(path), name)))
    .filter((target) => every.includes(target)); // a test may hold code as text
}

const folders = ["lib", "pipelines", "dashboard", "bench", "tools"]
  .filter((folder) => readdirSync(root).includes(folder));
const every = folders.flatMap((folder) => [...sourceFiles(folder)]);
/** Tests may reach up; so may what they share. */
const files = every.filter((path) => !/_test\.ts$|testing\.ts$/.test(path));

Deno.test("imports go from upper rooms to lower ones", () => {
  const wrong: string[] = [];
  for (const path of files) {
    const row = ROWS.findIndex((row) => row.includes(roomOf(path)));
    assert.notEqual(row, -1, `${path} lies in a room that ARCHITECTURE does not know`);
    for (const target of importedFiles(path)) {
      const from = roomOf(path);
      const to = roomOf(target);
      const lower = ROWS.findIndex((row) => row.includes(to));
      const fits = from === to || lower < row || NEIGHBOURS.includes(`${from} → ${to}`);
      if (!fits && !target.endsWith("lib/testing.ts")) wrong.push(`${path} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(files.length > 300, "the search found hardly any files");
});

Deno.test("no file imports itself through others", () => {
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  function visit(path: string, trail: string[]) {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    for (const target of importedFiles(path)) visit(target, [...trail, path]);
    state.set(path, "done");
  }
  for (const path of every) visit(path, []);
  assert.deepEqual(cycles, []);
});

Deno.test("a feed's folder is imported through the list of feeds alone", () => {
  const wrong = files.filter((path) => path !== "lib/feeds/mod.ts").filter((path) =>
    importedFiles(path).some((target) => /^lib\/feeds\/\w+\/mod\.ts$/.test(target))
  );
  assert.deepEqual(wrong, [], "feeds are listed in the order in which they are imported");
});

Deno.test("charts know no database", () => {
  const wrong = files.filter((path) => roomOf(path) === "charts")
    .flatMap((path) => importedFiles(path).map((target) => [path, target] as const))
    .filter(([, target]) => !["charts", "lib"].includes(roomOf(target)));
  assert.deepEqual(wrong, []);
});

Deno.test("a client package is imported by its own room alone", () => {
  const wrong: string[] = [];
  for (const path of files.filter((path) => !MEASURED.includes(roomOf(path)))) {
    for (const specifier of importsOf(path)) {
      for (const [name, owner] of Object.entries(OWNERS)) {
        const matches = specifier === name || specifier.startsWith(`${name}/`);
        if (matches && roomOf(path) !== owner) wrong.push(`${path} imports ${specifier}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("ARCHITECTURE names every room and every file directly under lib/", () => {
  const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const entries = readdirSync(join(root, "lib")).filter((name) => !name.endsWith("_test.ts"));
  const missing = entries.filter((name) => !text.includes(name));
  assert.deepEqual(missing, []);
});
