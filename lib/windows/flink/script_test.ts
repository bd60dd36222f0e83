import assert from "node:assert/strict";
import { taxiTrips, transactions } from "../../feeds/mod.ts";
import { defineStream, Timestamp, Type } from "../../streams/define.ts";
import type { Stream } from "../../streams/stream.ts";
import {
  count,
  defineWindow,
  distinct,
  first,
  hopping,
  last,
  max,
  mean,
  min,
  notNull,
  sum,
  tumbling,
} from "../define.ts";
import { findWindow, windows } from "../find.ts";
import { printable, windowScript } from "./script.ts";

const kafka = { brokers: ["kafka:9092"], prefix: "test_" };

for (const window of windows) {
  Deno.test(`the statements of ${window.name}`, async (t) => {
    await t.assertSnapshot(printable(windowScript(window, { kafka, bounded: true })));
  });
}

const everything = defineWindow({
  name: "everything",
  from: taxiTrips,
  where: { company: "O'Brien", tips: 1.5, pickup_community_area: notNull() },
  window: hopping("2h", "30s"),
  grace: "1500ms",
  by: ["pickup_community_area"],
  aggregate: {
    trips: count(),
    fare: sum("fare"),
    mean_area: mean("pickup_community_area"),
    shortest: min("trip_seconds"),
    farthest: max("trip_miles"),
    taxis: distinct("taxi_id"),
  },
});

Deno.test("the statements of a window with every aggregate that Flink has", async (t) => {
  const options = { kafka, parallelism: 2, checkpoint: 1000, restore: "/savepoints/a" };
  await t.assertSnapshot(printable(windowScript(everything, options)));
});

Deno.test("windowScript() quotes names that are words of SQL, and Flink's own names", () => {
  const rows = defineStream({
    name: "table",
    key: "select",
    time: "window_start",
    identity: ["select", "window_end"],
    schema: Type.Object({
      window_start: Timestamp(),
      select: Type.String({ minLength: 1 }),
      window_end: Timestamp(),
      value: Type.Number(),
    }),
  }) as unknown as Stream;
  const window = defineWindow({
    name: "group",
    from: rows,
    window: tumbling("1m"),
    by: ["select"],
    aggregate: { count: count(), sum: sum("value") },
  });
  const sql = printable(windowScript(window, { kafka }));
  assert.match(sql, /CREATE TEMPORARY TABLE `table` \(/);
  assert.match(sql, /SELECT .*`select`, `window_end` AS `window_endField`, `value`\nFROM `table`/);
  assert.match(sql, /PARTITION BY window_start, window_end, .*, `select`, `window_endField`\n/);
  assert.match(sql, /COUNT\(\*\) AS `count`/);
  assert.match(sql, /GROUP BY window_start, window_end, `select`;/);
});

Deno.test("printable() hides logins, keys and certificates, whatever is in them", () => {
  const script = windowScript(findWindow("transactions_3s"), {
    kafka: {
      brokers: ["kafka:9092"],
      sasl: { mechanism: "scram-sha-256", username: "user'1", password: "se'c''ret',\n" },
      ssl: { ca: "authority\n", cert: "certificate", key: "private" },
    },
  });
  const text = printable(script);
  assert.match(script.join(), /se''c''''ret/);
  assert.doesNotMatch(text, /user'|se'c|authority|certificate'|private/);
  assert.equal(text.match(/ = '\*\*\*'/g)!.length, 8);
  assert.match(text, /'properties.sasl.mechanism' = 'SCRAM-SHA-256'/);
});

Deno.test("windowScript() refuses by name what Flink cannot calculate as declared", () => {
  for (const one of [first, last]) {
    const window = defineWindow({
      name: "payers",
      from: transactions as unknown as Stream,
      window: tumbling("3s"),
      aggregate: { payer: one("user_id") },
    });
    assert.throws(() => windowScript(window, { kafka }), {
      name: "TypeError",
      message: new RegExp(
        `Cannot run the window payers on Flink: it has ${one.name}\\("user_id"\\)`,
      ),
    });
  }
  const totals = findWindow("taxi_totals_1d");
  assert.throws(() => windowScript(totals, { kafka }), {
    name: "TypeError",
    message: /Cannot run the window taxi_totals_1d on Flink with emit changes: /,
  });
  assert.throws(() => windowScript({ ...totals, emit: { every: 500 } }, { kafka }), /every:500ms/);
  windowScript({ ...totals, emit: "final" }, { kafka });
});
