import assert from "node:assert/strict";
import { printed } from "./printed_testing.ts";
import { progress } from "./progress_bar.ts";

Deno.test("progress() yields every item and says how many at the end", async () => {
  const seen: number[] = [];
  let ms = 0;
  const lines = await printed(async () => {
    for await (const n of progress([1, 2, 3], { title: "Files", now: () => ms })) {
      seen.push(n);
      ms += 500;
    }
  });
  assert.deepEqual(seen, [1, 2, 3]);
  assert.deepEqual(lines, ["Files: 3 of 3, 100 %, 2/s, in 0:02"]);
});

Deno.test("progress() of a total is moved by hand and says the time left", async () => {
  let ms = 0;
  const lines = await printed(async () => {
    const bar = progress(20_000, { every: 1000, now: () => ms });
    for (const done of [0, 5000, 5100]) {
      await bar.update(done);
      ms += done === 5000 ? 10 : 2000;
    }
    await bar.done();
  });
  assert.deepEqual(lines, [
    "Progress: 5,000 of 20,000, 25 %, 2,500/s, 0:06 left",
    "Progress: 5,100 of 20,000, 25 %, 1,272/s, in 0:04",
  ]);
});

Deno.test("progress() of items without a length counts them", async () => {
  async function* items() {
    yield* ["a", "b"];
  }
  const lines = await printed(async () => {
    for await (const _ of progress(items(), { now: () => 0 })) continue;
  });
  assert.deepEqual(lines, ["Progress: 2, in 0:00"]);
});
