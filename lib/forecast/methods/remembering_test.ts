import assert from "node:assert/strict";
import { seriesOf } from "../series/series.ts";
import { historyOf } from "./history.ts";
import { eachOrigin } from "./method.ts";
import { remembering } from "./remembering.ts";

const values = Array.from({ length: 40 }, (_, t) => t % 7 + t / 10);

function counted() {
  let fits = 0;
  const method = eachOrigin(remembering((past, { horizon, history: { seasons } }) => {
    fits++;
    return new Float64Array(horizon).fill(past.at(-1)! + (seasons[0] ?? 0));
  }));
  return { method, fits: () => fits };
}
const past = (value: number[], seasons: number[] = []) =>
  historyOf(seriesOf(value), { seasons, gaps: false, id: "test" });

Deno.test("remembering() makes a forecast from the same past once, also from a longer series", () => {
  const { method, fits } = counted();
  const first = method(past(values), { origins: [10, 20, 30], horizon: 5 });
  const second = method(past(values.slice(0, 35)), { origins: [20, 30, 35], horizon: 5 });
  assert.equal(fits(), 4);
  assert.deepEqual(second.slice(0, 2), first.slice(1));
  first[1]![0] = NaN; // A caller may change what it was given.
  assert.deepEqual(method(past(values), { origins: [20], horizon: 5 }), [second[0]]);
});

Deno.test("remembering() tells other values, horizons and seasons apart", () => {
  const { method, fits } = counted();
  const request = { origins: [20], horizon: 5 };
  method(past(values), request);
  method(past(values.with(3, 9)), request);
  method(past(values), { ...request, horizon: 6 });
  const [seasonal] = method(past(values, [7]), request);
  assert.equal(fits(), 4);
  assert.equal(seasonal![0], values[19]! + 7);
});
