import assert from "node:assert/strict";
import { describeSlot } from "./describe_slot.ts";

const SLOT = {
  name: "shop",
  database: "shop",
  active: true,
  retainedBytes: 3_660_712,
  walStatus: "reserved",
  connector: "shop",
};

Deno.test("describeSlot() shows a slot that is read, with nothing to do", () => {
  assert.deepEqual(describeSlot(SLOT, "RUNNING"), {
    line: "Replication slot shop (shop's): read now, keeps 3,660,712 bytes of changes (reserved)",
  });
  const { line, hint } = describeSlot({ ...SLOT, connector: null }, undefined);
  assert.match(line, /\(no connector's\): read now/);
  assert.equal(hint, undefined, "another program reads it");
});

for (
  const [state, active, verb] of [
    ["PAUSED", true, "resume"],
    ["STOPPED", false, "resume"],
    ["FAILED", false, "restart"],
    ["RUNNING", false, "restart"],
  ] as const
) {
  Deno.test(`describeSlot() says what to do about the slot of a connector that is ${state}`, () => {
    const { line, hint } = describeSlot({ ...SLOT, active }, state);
    assert.match(line, /NOT READ, keeps/);
    assert.match(hint!, new RegExp(`connect ${verb} shop, or deno task connect delete shop`));
  });
}

Deno.test("describeSlot() says how to drop a slot that is nobody's", () => {
  const { line, hint } = describeSlot({ ...SLOT, connector: null, active: false }, undefined);
  assert.match(line, /NOT READ/);
  assert.match(hint!, /nobody will read them.*pg_drop_replication_slot\('shop'\)/);
});
