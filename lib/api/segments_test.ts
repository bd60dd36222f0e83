import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { segmentsOf } from "./segments.ts";

const MINUTE = 60e6;

Deno.test("segmentsOf() covers a range exactly once, with whole slices within the view", () => {
  const random = seeded("segments");
  for (let i = 0; i < 2000; i++) {
    const from = random.int(0, 600_000_000), to = from + random.int(1, 600_000_000);
    const viewEnd = random.pick([undefined, random.int(0, 20) * MINUTE]);
    const { whole, edges } = segmentsOf({ from, to }, viewEnd, MINUTE);
    const parts = [...edges, ...whole ? [whole] : []].sort((a, b) => a.from - b.from);
    assert.equal(parts[0]!.from, from);
    assert.equal(parts.at(-1)!.to, to);
    for (const [j, part] of parts.entries()) {
      assert.ok(part.from < part.to);
      if (j > 0) assert.equal(part.from, parts[j - 1]!.to);
    }
    if (!whole) continue;
    assert.equal(whole.from % MINUTE, 0);
    assert.equal(whole.to % MINUTE, 0);
    assert.ok(whole.to <= viewEnd!);
  }
});

Deno.test("segmentsOf() reads only the table without a view, and nothing of an empty range", () => {
  assert.deepEqual(segmentsOf({ from: 0, to: 5 * MINUTE }, undefined, MINUTE), {
    whole: undefined,
    edges: [{ from: 0, to: 5 * MINUTE }],
  });
  assert.deepEqual(segmentsOf({ from: 7, to: 7 }, 5 * MINUTE, MINUTE).edges, []);
});
