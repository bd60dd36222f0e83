/** The tree's own rules: who may import whom, and that ARCHITECTURE names what lies in lib/. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(import.meta.dirname!, "..");

/** Rooms from bottom to top: a room may import itself and any room of a lower row. */
const ROWS = [
  ["tools"], // files directly under lib/
  ["streams"],
  ["kafka", "questdb", "sources", "simulators"],
  ["delivery", "flows", "windows", "forecast", "charts", "stack", "jupyter"],
  ["notebook"],
  ["pipelines", "dashboard", "notebooks", "bench"],
];
/** Neighbours in one row that may be imported, and why. */
const NEIGHBOURS = ["simulators → sources"]; // simulators are sources

/** Packages that one room alone may import. */
const OWNERS: Record<string, string> = {
  kafkajs: "kafka",
  postgres: "questdb",
  "@questdb/nodejs-client": "questdb",
};

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
  return path.split("/").length === 2 ? "tools" : room!;
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/^(?:import|export)[^"';]*?["']([^"']+)["']/gm)].map((match) =>
    match[1]!
  );
}

const files = [...sourceFiles("lib"), ...sourceFiles("pipelines")]
  .filter((path) => !path.endsWith("_test.ts") && path !== "lib/testing.ts");

Deno.test("imports go from upper rooms to lower ones", () => {
  const wrong: string[] = [];
  for (const path of files) {
    const row = ROWS.findIndex((row) => row.includes(roomOf(path)));
    assert.notEqual(row, -1, `${path} lies in a room that ARCHITECTURE does not know`);
    for (const specifier of importsOf(path).filter((name) => name.startsWith("."))) {
      const from = roomOf(path);
      const to = roomOf(normalize(join(dirname(path), specifier)));
      const lower = ROWS.findIndex((row) => row.includes(to));
      if (from !== to && lower >= row && !NEIGHBOURS.includes(`${from} → ${to}`)) {
        wrong.push(`${path} imports ${specifier}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(files.length > 40, "the search found hardly any files");
});

Deno.test("a client package is imported by its own room alone", () => {
  const wrong: string[] = [];
  for (const path of files) {
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
