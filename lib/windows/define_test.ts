import assert from "node:assert/strict";
import { transactions, userLogins } from "../feeds/mod.ts";
import { taxiTrips } from "../feeds/taxi/taxi_trips.ts";
import { count, defineWindow, hopping, mean, notNull, sum, tumbling } from "./define.ts";
import type { WindowOptions } from "./window.ts";

const GOOD: WindowOptions = {
  name: "paid_3s",
  from: transactions,
  window: tumbling("3s"),
  aggregate: { paid: sum("total_paid") },
};

const REFUSED: [what: string, options: () => Partial<WindowOptions>, message: RegExp][] = [
  [
    "an unknown field",
    () => ({ aggregate: { paid: sum("total_payed") } }),
    /no field "total_payed"; the nearest is total_paid/,
  ],
  ["an unknown key", () => ({ by: ["user"] }), /no field "user"; the nearest is user_id/],
  ["the time as a key", () => ({ by: ["event_timestamp"] }), /is the time of transactions/],
  [
    "a mean of text",
    () => ({ aggregate: { mean: mean("status") } }),
    /mean wants a number, and status is/,
  ],
  ["a sum of a UUID", () => ({ aggregate: { sum: sum("transaction_id") } }), /sum wants a number/],
  ["a size no multiple of the advance", () => ({ window: hopping("10s", "3s") }), /multiple/],
  ["an advance above the size", () => ({ window: hopping("3s", "6s") }), /6s|multiple/],
  [
    "times in a raw form",
    () => ({ from: userLogins, aggregate: { logins: count() } }),
    /user_logins has times in a raw form; read the stream that a flow makes of it/,
  ],
  ["half a second", () => ({ window: tumbling("500ms") }), /at least 1s/],
  ["a negative grace", () => ({ grace: "-1s" }), /its grace/],
  ["a grace without a unit", () => ({ grace: "5" }), /its grace/],
  [
    "a key that may be null",
    () => ({ from: taxiTrips, by: ["pickup_community_area"], aggregate: { n: count() } }),
    /may be null.*notNull\(\)/,
  ],
  [
    "a number compared with text",
    () => ({ where: { total_paid: "10" } }),
    /total_paid, a number, with "10"/,
  ],
  ["a comparison with NaN", () => ({ where: { total_paid: NaN } }), /total_paid, a number/],
  [
    "a UUID compared with other text",
    () => ({ where: { transaction_id: "7" } }),
    /transaction_id, a UUID, with "7"/,
  ],
  [
    "two fields of one name",
    () => ({ by: ["user_id"], aggregate: { user_id: count() } }),
    /user_id would be two fields/,
  ],
  ["no aggregate", () => ({ aggregate: {} }), /has no aggregate/],
  ["a name with capitals", () => ({ name: "Paid" }), /Cannot name a window "Paid"/],
];

Deno.test("defineWindow() says what is wrong with a declaration", async (t) => {
  for (const [what, options, message] of REFUSED) {
    await t.step(what, () => {
      assert.throws(() => defineWindow({ ...GOOD, ...options() }), (error: Error) => {
        assert.equal(error.name, "TypeError");
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

Deno.test("defineWindow() takes what is right, with defaults", () => {
  const { grace, by, emit, idle, where } = defineWindow(GOOD);
  assert.deepEqual([grace, by, emit, idle, where], [0, [], "final", 30_000, {}]);
  const areas = defineWindow({
    name: "areas",
    from: taxiTrips,
    window: hopping("60s", "30s"),
    grace: "10s",
    where: { pickup_community_area: notNull() },
    by: ["pickup_community_area"],
    aggregate: { trips: count() },
  });
  assert.deepEqual([areas.grace, areas.kind.size, areas.kind.advance], [10_000, 60_000, 30_000]);
});

Deno.test("a UUID is compared by its value, whatever its letters", () => {
  const id = "ABCDEF01-2345-6789-ABCD-EF0123456789";
  const { where } = defineWindow({ ...GOOD, where: { transaction_id: id } });
  assert.deepEqual(where, { transaction_id: id.toLowerCase() });
});
