import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { projectFolder } from "../config.ts";

/** The modules that are loaded with a module: those that it imports with `import()` are not. */
async function loadedWith(module: URL): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", fileURLToPath(module)],
    cwd: projectFolder,
  }).output();
  const { roots, modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    roots: string[];
    modules: {
      specifier: string;
      dependencies?: { code?: { specifier?: string }; isDynamic?: boolean }[];
    }[];
  };
  const found = new Set(roots);
  for (const one of found) {
    for (
      const { code, isDynamic } of modules.find((m) => m.specifier === one)?.dependencies ?? []
    ) {
      if (code?.specifier && !isDynamic) found.add(code.specifier);
    }
  }
  return [...found];
}

Deno.test("a notebook's first import does not load what only later calls need", async () => {
  const packages = (await loadedWith(new URL("mod.ts", import.meta.url)))
    .filter((specifier) => specifier.startsWith("npm:"));
  assert.ok(packages.some((name) => name.includes("@observablehq/plot")), packages.join());
  for (const late of ["kafkajs", "postgres", "@questdb/nodejs-client", "ml-regression"]) {
    assert.deepEqual(packages.filter((name) => name.includes(late)), [], late);
  }
});
