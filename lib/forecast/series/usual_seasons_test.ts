import assert from "node:assert/strict";
import { usualSeasons } from "./usual_seasons.ts";

Deno.test("usualSeasons() leaves out seasons that the history does not hold twice", () => {
  assert.deepEqual(usualSeasons({ ms: 3_600_000 }, 700), [24, 168]);
  assert.deepEqual(usualSeasons({ ms: 3_600_000 }, 335), [24]);
  assert.deepEqual(usualSeasons({ ms: 86_400_000 }, 800), [7, 365.25]);
  assert.deepEqual(usualSeasons({ months: 3 }, 90), [4]);
  assert.deepEqual(usualSeasons({ months: 12 }, 90), []);
  assert.deepEqual(usualSeasons({ ms: 60_000 }, 100), []);
});
