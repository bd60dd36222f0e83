import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { Popular } from "./popular.ts";
import { chiSquare, tally } from "./testing.ts";

Deno.test("Popular draws by rank, also after an item has come", () => {
  const letters = new Popular(["a", "c"], 1);
  letters.add("d", 1);
  assert.deepEqual(letters.items, ["a", "d", "c"]);
  const random = seeded(1);
  const drawn = tally(Array.from({ length: 11_000 }), () => letters.draw(random));
  // Zipf's weights 1, 1/2, 1/3 with two degrees of freedom: the 99.9th percentile is 13.82.
  const shares = new Map([["a", 6], ["d", 3], ["c", 2]]);
  assert(chiSquare(drawn, shares) < 13.82);
});
