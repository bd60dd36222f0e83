import assert from "node:assert/strict";
import { drawn, numbers, texts } from "../testing.ts";
import { dotMap, type DotMapOptions } from "./dot_map.ts";

const rows = [
  { lat: 41.9, lon: -87.6, n: 16, name: "Loop" },
  { lat: 41.98, lon: -87.9, n: 4, name: "O'Hare" },
  { lat: 41.8, lon: -87.7, n: 0, name: "closed" },
];
const options: DotMapOptions = { lat: "lat", lon: "lon", value: "n", label: "name" };

/** The dots' places and radii in pixels, the largest number first. */
function dots(some: typeof rows, more: Partial<DotMapOptions> = {}): number[][] {
  const root = drawn(dotMap(some, { ...options, ...more }));
  const [x, y, r] = ["cx", "cy", "r"].map((name) => numbers(root, "[aria-label=dot] circle", name));
  return x!.map((at, i) => [at, y![i]!, r![i]!].map(Math.round));
}

Deno.test("dotMap() gives dots areas in proportion to their numbers, north above south", () => {
  const [loop, ohare, ...others] = dots(rows);
  assert.deepEqual([loop![2], ohare![2], others], [28, 14, []]);
  assert.ok(loop![0]! > ohare![0]! && loop![1]! > ohare![1]!);
  const root = drawn(dotMap(rows, options));
  assert.ok(texts(root).includes("Loop") && !texts(root).includes("closed"));
  assert.match(root.textContent, /at most 16; 1 row has no place or nothing to show/);
});

Deno.test("dotMap() with bounds and max draws a place at the same spot and size in every picture", () => {
  const same: Partial<DotMapOptions> = { max: 64, bounds: [[-88, 41.7], [-87.5, 42]] };
  const [loop, ohare] = dots(rows, same);
  assert.deepEqual([loop![2], ohare![2]], [14, 7]);
  assert.deepEqual(dots([rows[0]!], same), [loop]);
  assert.deepEqual(dots([{ ...rows[1]!, n: 640 }], same), [[ohare![0], ohare![1], 28]]);
});

Deno.test("dotMap() leaves out what is outside its bounds, and says so", () => {
  const bounds: DotMapOptions["bounds"] = [[-87.8, 41.7], [-87.5, 42]];
  assert.equal(dots(rows, { bounds }).length, 1);
  const { caption } = dotMap(rows, { ...options, bounds });
  assert.match(String(caption), /; 2 rows are outside, or have no place or nothing to show$/);
});
