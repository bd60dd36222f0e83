import assert from "node:assert/strict";
import { printed } from "../display/printed_testing.ts";
import { lateBar } from "./late_bar.ts";

Deno.test("lateBar() draws nothing of quick work, and the progress of slow work", async () => {
  let now = 0;
  const work = async (took: number) => {
    const bar = lateBar("transactions_3s", { now: () => now });
    for (const done of [100, 200]) {
      now += took;
      bar.update(done, 200);
    }
    await bar.done();
  };
  assert.deepEqual(await printed(() => work(400)), []);
  const lines = await printed(() => work(1100));
  assert.match(lines.join("\n"), /^transactions_3s: 200 of 200, 100 %[^\n]*$/);
});
