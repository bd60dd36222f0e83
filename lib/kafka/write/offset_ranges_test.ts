import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { addRange, countRanges, type OffsetRanges } from "./offset_ranges.ts";

Deno.test("addRange() merges ranges that touch and keeps others apart", () => {
  const ranges: OffsetRanges = [];
  addRange(ranges, 0, 10);
  addRange(ranges, 10, 20);
  addRange(ranges, 30, 40);
  assert.deepEqual(ranges, [[0, 20], [30, 40]]);
  addRange(ranges, 20, 30);
  assert.deepEqual(ranges, [[0, 40]]);
  addRange(ranges, 50, 50);
  assert.deepEqual(ranges, [[0, 40]]);
});

Deno.test("addRange() holds the same offsets as a set, in any order", () => {
  const random = seeded("ranges");
  for (let round = 0; round < 200; round++) {
    const ranges: OffsetRanges = [], set = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const from = random.int(0, 60), to = from + random.int(0, 12);
      addRange(ranges, from, to);
      for (let offset = from; offset < to; offset++) set.add(offset);
    }
    const covered = ranges.flatMap(([from, to]) =>
      Array.from({ length: to - from }, (_, k) => from + k)
    );
    assert.deepEqual(covered, [...set].sort((a, b) => a - b));
    assert.equal(countRanges(ranges), set.size);
    for (let i = 1; i < ranges.length; i++) assert.ok(ranges[i]![0] > ranges[i - 1]![1]);
  }
});
