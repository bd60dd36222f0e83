/** Deno asks about every package with a script of its own: `allowScripts` in deno.json has the answers. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname!, "..", name), "utf8"));

Deno.test("install scripts of packages are allowed or denied, so that no command warns of them", () => {
  const { allow = [], deny = [] } = read("deno.json").allowScripts;
  const answered = new Set([...allow, ...deny]);
  const packages = Object.entries<{ scripts?: boolean }>(read("deno.lock").npm);
  const withScripts = packages.filter(([, { scripts }]) => scripts)
    .map(([name]) => `npm:${name.slice(0, name.indexOf("@", 1))}`);
  assert.deepEqual(withScripts.filter((name) => !answered.has(name)), []);
  assert.deepEqual([...answered].filter((name) => !withScripts.includes(name)), []);
});
