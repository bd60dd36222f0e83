import assert from "node:assert/strict";
import { chaosRuns } from "./chaos_runs.ts";

Deno.test("chaosRuns() lists the runs whose process holds its folder", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.deepEqual(await chaosRuns(`${folder}/none`), []);
    for (const name of ["left", "runs"]) {
      await Deno.mkdir(`${folder}/${name}`);
      await Deno.writeTextFile(`${folder}/${name}/owner`, "");
    }
    await Deno.writeTextFile(`${folder}/runs/acks`, "x\n120 130\n");
    using owner = await Deno.open(`${folder}/runs/owner`, { write: true });
    await owner.lock(true);
    const runs = await chaosRuns(folder);
    assert.deepEqual(runs.map(({ run, records, engines }) => ({ run, records, engines })), [
      { run: "runs", records: 120, engines: "" },
    ]);
    assert.ok(Date.now() - +runs[0]!.since! < 60_000);
    await owner.unlock();
    assert.deepEqual(await chaosRuns(folder), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
