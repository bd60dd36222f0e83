import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { defineStream, Long, Nullable, Symbol, Timestamp, Type } from "../../streams/define.ts";
import { distinct, first, last, max, min, notNull } from "../define.ts";
import {
  count,
  defineWindow,
  hopping,
  mean,
  sum,
  tumbling,
  type WindowOptions,
} from "../define.ts";
import { findWindow, windows } from "../find.ts";
import { createViewSql, rowsSql, viewName, viewSql } from "./view.ts";

const rides = defineStream({
  name: "rides",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({
    id: Type.String(),
    at: Timestamp(),
    area: Nullable(Symbol()),
    zone: Nullable(Type.Number()),
    fare: Nullable(Type.Number()),
    seats: Long(),
    paid: Type.Boolean(),
  }),
});

function windowOf(options: Partial<WindowOptions>) {
  return defineWindow({
    name: "w",
    from: rides as never,
    window: tumbling("3s"),
    aggregate: { n: count() },
    ...options,
  });
}

Deno.test("createViewSql() of a tumbling window keeps its rows, and a mean as sum and count", () => {
  const window = findWindow("transactions_3s");
  assert.equal(viewName(window, "ns_"), "ns_transactions_3s_questdb");
  assert.equal(
    createViewSql(window, { view: "ns_v", table: "ns_transactions" }),
    `create materialized view if not exists "ns_v" as (
select timestamp,
  sum("total_paid"::double) "total_paid",
  count() "total_transactions",
  sum("total_paid"::double) "average_transaction_value_sum",
  count("total_paid") "average_transaction_value_count"
from "ns_transactions"
where "status" = 'Paid'
sample by 3s align to calendar
)`,
  );
  assert.equal(
    rowsSql(window, "ns_v"),
    `select timestamp window_start,
  (timestamp + 3000000)::timestamp window_end,
  "total_paid" "total_paid",
  "total_transactions" "total_transactions",
  "average_transaction_value_sum" / "average_transaction_value_count" "average_transaction_value"
from "ns_v"`,
  );
});

Deno.test("viewSql() of a hopping window keeps slices, of which rowsSql() makes windows", () => {
  const window = windowOf({
    window: hopping("60s", "20s"),
    by: ["area", "zone"],
    where: { area: notNull(), zone: 0.1, seats: 2, paid: true, id: "it's" },
    aggregate: { n: count(), low: min("fare"), high: max("fare"), mean: mean("fare") },
  });
  assert.equal(
    viewSql(window, "rides"),
    `select timestamp,
  "area",
  "zone" + 0.0 "zone",
  count() "n",
  min("fare") "low",
  max("fare") "high",
  sum("fare"::double) "mean_sum",
  count("fare") "mean_count"
from "rides"
where "area" is not null and ("zone" - 0.1) * 1e300 = 0 and "seats" = 2 and "paid" = true and "id" = 'it''s'
sample by 20s align to calendar`,
  );
  assert.equal(
    rowsSql(window, "v"),
    `select (timestamp - "slice hop")::timestamp window_start,
  ((timestamp - "slice hop")::timestamp + 60000000)::timestamp window_end,
  "area",
  "zone",
  sum("n") "n",
  min("low") "low",
  max("high") "high",
  sum("mean_sum") / sum("mean_count") "mean"
from "v"
cross join (select (x - 1) * 20000000 "slice hop" from long_sequence(3))`,
  );
});

Deno.test("viewSql() gives the sum and count of a mean names that nothing else has", () => {
  const window = windowOf({ aggregate: { a: mean("fare"), a_sum: sum("seats"), hop: count() } });
  assert.match(viewSql(window, "rides"), /sum\("fare"::double\) "a_sum_",\n/);
  assert.match(rowsSql(window, "v"), /"a_sum_" \/ "a_count" "a",\n {2}"a_sum" "a_sum"/);
});

Deno.test("viewSql() refuses distinct, first and last by name", () => {
  for (const aggregate of [distinct("area"), first("fare"), last("fare")]) {
    assert.throws(
      () => viewSql(windowOf({ aggregate: { n: count(), odd: aggregate } }), "rides"),
      (error) =>
        error instanceof UsageError &&
        error.message.startsWith(
          `Cannot run the window w on QuestDB: it has no ${aggregate.kind}, which odd needs: `,
        ),
    );
  }
});

Deno.test("viewSql() can be made of every declared window", () => {
  for (const window of windows) {
    assert.match(viewSql(window, window.from.name), /^select timestamp/);
  }
});

Deno.test("rowsSql() reads only the slices that it is given", () => {
  assert.match(
    rowsSql(windowOf({}), "ns_v", "timestamp >= '2026'"),
    /from \(select \* from "ns_v" where timestamp >= '2026'\)/,
  );
});
