/** Memory of a frame of 1,000,000 rows, beside that of the rows themselves. */
import assert from "node:assert/strict";
import { testStack } from "../../testing.ts";

/** Makes an answer in a process of its own. @returns MB that it holds, and had at most. */
async function measure(how: "rows" | "frame"): Promise<{ own: number; most: number }> {
  const url = new URL("../mod.ts", import.meta.url).href;
  const code = `
    import { sql } from "${url}";
    await import("arquero");
    const used = () => { const { heapUsed, external } = Deno.memoryUsage(); return (heapUsed + external) / 1e6; };
    gc();
    const before = used();
    let most = 0;
    const look = () => most = Math.max(most, used() - before);
    const timer = setInterval(look, 20);
    const query = sql.with({ limit: 2_000_000 })\`select timestamp_sequence('2024-01-01', 1000000) timestamp,
      rnd_symbol('a','b','c') company, rnd_double() * 100 fare, rnd_int(0, 77, 2) area,
      rnd_str('x', 'y', null) note from long_sequence(1000000)\`;
    const made = await ${how === "frame" ? "query.frame()" : "query"};
    look();
    clearInterval(timer);
    gc();
    console.log(JSON.stringify({ own: used() - before, most, made: made.length ?? made.numRows() }));
    Deno.exit(0);`;
  const args = ["--v8-flags=--expose-gc", "--no-lock", "--config"];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", ...args, new URL("../../../deno.json", import.meta.url).pathname, code],
    signal: AbortSignal.timeout(280_000),
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.match(text, /"made":1000000\}/, new TextDecoder().decode(stderr));
  return JSON.parse(text);
}

Deno.test("frame() of a query of 1,000,000 rows needs at most twice the memory of its rows", async () => {
  await testStack();
  const rows = await measure("rows");
  const frame = await measure("frame");
  console.log({ rows, frame });
  assert.ok(frame.most <= 2 * rows.own, `${frame.most} MB beside ${rows.own} MB`);
});
