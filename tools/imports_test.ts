/** Rules for the source tree: who may import whom, no cycles, and ARCHITECTURE names everything in lib/. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(import.meta.dirname!, "..");

/** Layers from bottom to top: a folder may import itself and any folder in a lower layer. */
const LAYERS = [
  ["lib"], // the files directly in lib/
  ["streams"],
  ["kafka", "questdb", "postgres", "connect", "sources", "simulators"],
  ["feeds"],
  ["processing"],
  ["api", "delivery", "flows", "cdc", "windows", "forecast", "charts", "stack", "jupyter"],
  ["notebook", "chaos", "shell"],
  ["pipelines", "dashboard", "bench", "tools"],
];
/** Allowed imports within a layer, and why. */
const NEIGHBOURS = [
  "simulators → sources", // simulators are sources
  "cdc → stack", // the connector knows how its worker was started
  "api → flows", // it asks for what flows write
  "delivery → flows", // a run includes the flows that its feed goes through
  "delivery → stack", // a run starts the engines that it needs
  "jupyter → stack", // completion in SQL finds the database that runs
  "flows → stack", // a flow that starts sees which members of its group died with their process
  "windows → stack", // a window's lock sees which processes of this machine live
  "pipelines → dashboard", // a command serves it
  "shell → notebook", // the shell gives a query's hints as a notebook does
];

/** Packages that only some folders may import. */
const OWNERS: Record<string, string[]> = {
  kafkajs: ["kafka"],
  postgres: ["questdb", "postgres"],
  "@questdb/nodejs-client": ["questdb"],
};
/** Folders that compare the project with these packages. */
const MEASURED = ["bench"];

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (path.endsWith(".ts")) yield path;
  }
}

function folderOf(path: string): string {
  const [top, folder] = path.split("/");
  if (top !== "lib") return top!;
  return path.split("/").length === 2 ? "lib" : folder!;
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  const found = text.matchAll(/^(?:import|export)(?:[^"';]*?\bfrom)?\s*["']([^"']+)["']/gm);
  return [...found].map((match) => match[1]!);
}

/** The files of the project that a file imports. */
function importedFiles(path: string): string[] {
  return importsOf(path).filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(path), name)))
    .filter((target) => known.has(target)); // a test may hold code as text
}

const folders = ["lib", "pipelines", "dashboard", "bench", "tools"]
  .filter((folder) => readdirSync(root).includes(folder));
const every = folders.flatMap((folder) => [...sourceFiles(folder)]);
const known = new Set(every);
/** Tests and their helpers may import from higher layers. */
const files = every.filter((path) => !/_test\.ts$|testing\.ts$/.test(path));

Deno.test("imports go from higher layers to lower ones", () => {
  const wrong: string[] = [];
  for (const path of files) {
    const layer = LAYERS.findIndex((layer) => layer.includes(folderOf(path)));
    assert.notEqual(layer, -1, `${path} is in a folder that has no layer`);
    for (const target of importedFiles(path)) {
      const from = folderOf(path);
      const to = folderOf(target);
      const lower = LAYERS.findIndex((layer) => layer.includes(to));
      const fits = from === to || lower < layer || NEIGHBOURS.includes(`${from} → ${to}`);
      if (!fits) wrong.push(`${path} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(files.length > 300, "the search found too few files");
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

Deno.test("a feed's folder is imported only through the list of feeds", () => {
  const wrong = files.filter((path) => path !== "lib/feeds/mod.ts").filter((path) =>
    importedFiles(path).some((target) => /^lib\/feeds\/\w+\/mod\.ts$/.test(target))
  );
  assert.deepEqual(wrong, [], "feeds are listed in the order in which they are imported");
});

Deno.test("charts do not import a database", () => {
  const wrong = files.filter((path) => folderOf(path) === "charts")
    .flatMap((path) => importedFiles(path).map((target) => [path, target] as const))
    .filter(([, target]) => !["charts", "lib"].includes(folderOf(target)));
  assert.deepEqual(wrong, []);
});

Deno.test("a client package is imported only by its own folder", () => {
  const wrong: string[] = [];
  for (const path of files.filter((path) => !MEASURED.includes(folderOf(path)))) {
    for (const specifier of importsOf(path)) {
      for (const [name, owners] of Object.entries(OWNERS)) {
        const matches = specifier === name || specifier.startsWith(`${name}/`);
        if (matches && !owners.includes(folderOf(path))) wrong.push(`${path} imports ${specifier}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("ARCHITECTURE names every folder and every file directly in lib/", () => {
  const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const entries = readdirSync(join(root, "lib")).filter((name) => !name.endsWith("_test.ts"));
  const missing = entries.filter((name) => !text.includes(name));
  assert.deepEqual(missing, []);
});
