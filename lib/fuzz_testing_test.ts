import assert from "node:assert/strict";
import { fuzz } from "./fuzz_testing.ts";

Deno.test("fuzz() names the seed of the input that failed, which repeats it", async () => {
  const seen: number[] = [];
  const check = (random: { next(): number }) => {
    const value = random.next();
    seen.push(value);
    assert.ok(value < 0.9, "too large");
  };
  const error = await fuzz(check, { inputs: 1000 }).catch((error) => error);
  const seed = Number(/seed (\d+): too large/.exec(error.message)![1]);
  assert.equal(seen.length, seed);
  await assert.rejects(fuzz(check, { inputs: 1, seed }), /too large/);
  assert.equal(seen.at(-1), seen.at(-2));
});
