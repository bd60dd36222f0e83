import assert from "node:assert/strict";
import { monthStep } from "./decimal_years.ts";

const day = (time: number) => new Date(time).toISOString().slice(0, 10);

Deno.test("monthStep() reads the decimal years of R", () => {
  const months = monthStep(["1949", "1949.08333333333", "1949.16666666667", "1949.25"])!;
  assert.deepEqual(months.times.map(day), ["1949-01-01", "1949-02-01", "1949-03-01", "1949-04-01"]);
  assert.equal(months.step, 1);
  const quarters = monthStep([1956, 1956.25, 1956.5, 1956.75, 1957])!;
  assert.deepEqual(quarters.times.map(day).at(-1), "1957-01-01");
  assert.equal(quarters.step, 3);
  assert.equal(monthStep(["2001", "2002", "2004"])!.step, 12);
});

Deno.test("monthStep() leaves other times alone", () => {
  for (
    const times of [["2026-01-01", "2026-01-02"], ["1", "2"], [2000.1, 2000.2], ["", "2000"], [
      "2000",
    ]]
  ) {
    assert.equal(monthStep(times), undefined, JSON.stringify(times));
  }
  assert.equal(monthStep(["2000", "2000"]), undefined);
});
