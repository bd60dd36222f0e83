import assert from "node:assert/strict";
import { appendHistory, readHistory } from "./history_file.ts";

Deno.test("appendHistory() keeps lines for their owner only, but none that begins with a blank", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/new/sql_history`;
    assert.deepEqual(await readHistory(path), []);
    await appendHistory(path, ["select 1;", " alter user x with password 'y';", ""]);
    await appendHistory(path, ["select 2;"]);
    assert.deepEqual(await readHistory(path), ["select 2;", "select 1;"]);
    if (Deno.build.os !== "windows") assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    await appendHistory(path, Array.from({ length: 1200 }, (_, i) => String(i)));
    const kept = await readHistory(path);
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [1000, "1199", "200"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
