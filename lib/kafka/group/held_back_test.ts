import assert from "node:assert/strict";
import { HeldBack } from "./held_back.ts";

Deno.test("HeldBack counts what was handed out and not committed, by topic", () => {
  const held = new HeldBack();
  assert.equal(held.describe(), undefined);
  const a0 = { topic: "a", partition: 0 }, a1 = { topic: "a", partition: 1 };
  held.handed(a0, { from: 10, to: 1010 });
  held.handed(a0, { from: 1010, to: 1510 });
  held.handed(a1, { from: 0, to: 7 });
  held.handed({ topic: "b", partition: 0 }, { from: 5, to: 5 });
  assert.equal(held.describe(), "1,507 records of a read and not yet committed");
  held.committed(a0, 1010);
  held.committed({ topic: "c", partition: 0 }, 1);
  assert.equal(held.describe(), "507 records of a read and not yet committed");
  held.committed(a0, 1510);
  held.committed(a1, 7);
  assert.equal(held.describe(), undefined);
  held.handed(a0, { from: 1510, to: 1600 });
  held.clear();
  assert.equal(held.describe(), undefined);
});
