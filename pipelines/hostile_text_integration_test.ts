import assert from "node:assert/strict";
import { withTempDir } from "../lib/stack/testing.ts";
import { testNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

/** Clears the screen, sets the title, rings, turns the direction of writing. */
const HOSTILE = "\x1b[2J\x1b]0;x\x07\x7f\u009b1m\u202eabc\u2066";

/** What no command may print: controls but tab and LF, and marks of direction. */
const CONTROLS = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;

Deno.test("names, values and errors from outside cannot control the terminal", async () => {
  const env = { TRIBUTARY_NAMESPACE: testNamespace(), TRIBUTARY_DEBUG: "1" };
  await withTempDir(async (dir) => {
    const file = `${dir}/trips${HOSTILE}\nforged.csv`;
    await Deno.writeTextFile(file, `trip_id,fare\n${HOSTILE},${HOSTILE}\n`);
    const cases: string[][] = [
      ["ingest", "taxi", file, "--no-sink"],
      ["ingest", "taxi", `${dir}/none${HOSTILE}`, "--no-sink"],
      ["sql", `select * from "${HOSTILE}"`],
      ["sql", `select '${HOSTILE}' x`],
      ["sql", `select '${HOSTILE}' x`, "--json"],
      ["topics", "describe", `a${HOSTILE}`],
    ];
    for (const [name, ...words] of cases) {
      const { out, err } = await run(name!, words, { env });
      assert.doesNotMatch(out + err, CONTROLS, name);
      assert.match(out + err, /\\(x1b|u001b)\[2J/, `${name}: ${out}${err}`);
      if (words[1] === "--json") assert.deepEqual(JSON.parse(out), [{ x: HOSTILE }]);
    }
    // Data for another program stays as it is.
    const { out } = await run("sql", [`select '${HOSTILE}' x`, "--csv"], { env });
    assert.ok(out.includes(HOSTILE));
  });
});
