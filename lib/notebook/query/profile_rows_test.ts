import assert from "node:assert/strict";
import { factsOf } from "../display/profile_bundle.ts";
import { listRows } from "./list_rows.ts";
import { profileRows } from "./profile_rows.ts";
import { typesOf } from "./types_of.ts";

function profile(list: readonly unknown[]) {
  const rows = listRows(list);
  return profileRows(rows, typesOf(rows)).columns;
}

Deno.test("profileRows() keeps every digit of the extremes of bigints", () => {
  const [column] = profile([{ a: 2n ** 53n + 1n }, { a: -(2n ** 63n) }, { a: 5 }]);
  assert.deepEqual([column!.min, column!.max], [-(2n ** 63n), 2n ** 53n + 1n]);
  const shown = factsOf(column!, { rows: 3, approx: false });
  assert.ok(shown.includes("9,007,199,254,740,993"), shown.join());
});

Deno.test("profileRows() takes NaN and invalid Dates as missing", () => {
  const [a, t] = profile([
    { a: NaN, t: new Date(NaN) },
    { a: 1, t: new Date(5) },
    { a: 3, t: null },
  ]);
  assert.deepEqual([a!.nulls, a!.min, a!.max, a!.mean, a!.distinct], [1, 1, 3, 2, 2]);
  assert.deepEqual([t!.nulls, t!.min], [2, new Date(5)]);
});

Deno.test("profileRows() of a list of values has the column value", () => {
  const [column] = profile([1, 2, null]);
  assert.deepEqual([column!.name, column!.count, column!.nulls], ["value", 2, 1]);
  assert.deepEqual(profile([]), []);
});
