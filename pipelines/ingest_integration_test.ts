import assert from "node:assert/strict";
import type { Summary } from "../lib/processing/account.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { gather } from "../lib/sources/testing.ts";
import {
  deliveryStatuses,
  ORDER_STATUSES,
  orderItems,
  orders,
  ordersFeed,
  orderStatuses,
  taxiFeed,
  taxiTrips,
} from "../lib/feeds/mod.ts";
import { enrichedOrderItems, orderStates } from "../lib/flows/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { run, start, task, untilRows } from "./testing.ts";

const START = "2026-02-01T00:00:00Z";

/** Runs ingest and reads its summary. */
async function ingest(namespace: string, ...words: string[]): Promise<Summary> {
  const env = { TRIBUTARY_NAMESPACE: namespace };
  const { code, out, err } = await run("ingest", [...words, "--json"], { env });
  assert.equal(code, 0, err);
  const summary: Summary = JSON.parse(out);
  assert.equal(summary.read, summary.published + summary.rejected);
  return summary;
}

/** Figures of the table that any lost, duplicated or changed trip would change. */
async function figures({ sql }: Questdb) {
  const [row] = await sql<Record<string, number>>`
    select count() n, count_distinct(trip_id) trips, sum(fare) fare, sum(trip_miles) miles
    from ${taxiTrips}`;
  return { ...row, fare: row!.fare!.toFixed(2), miles: row!.miles!.toFixed(2) };
}

/** The same figures of the simulator's records, without an engine. */
async function simulatedFigures(seeds: number[], limit: number) {
  const records: Record<string, unknown>[] = [];
  for (const seed of seeds) {
    const streams = await gather(taxiFeed.simulate!({ seed, start: START, limit }));
    records.push(...streams.taxi_trips!.records);
  }
  const sum = (name: string) =>
    records.reduce((sum, record) => sum + Number(record[name]), 0).toFixed(2);
  return {
    n: records.length,
    trips: new Set(records.map(({ trip_id }) => trip_id)).size,
    fare: sum("fare"),
    miles: sum("trip_miles"),
  };
}

Deno.test("ingest --simulate makes the same records from the same seed and start, at any pace", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const words = ["taxi", "--simulate", "--limit", "3000", "--start", START];
    for (const more of [[], ["--rate", "3000/s"], ["--via", "direct"]]) {
      const { stored, rows } = await ingest(namespace, ...words, "--seed", "7", ...more);
      assert.deepEqual([stored, rows], [3000, 3000], more.join());
    }
    assert.deepEqual(await figures(db), await simulatedFigures([7], 3000));
    await ingest(namespace, ...words, "--seed", "8");
    assert.deepEqual(await figures(db), await simulatedFigures([7, 8], 3000));
  });
});

Deno.test("ingest --limit, --rate and --duration control how much and how fast", async () => {
  await withNamespace(async ({ namespace }) => {
    const github = await ingest(namespace, "github", "--limit", "150");
    assert.deepEqual([github.read, github.rows], [150, 150]);
    const orders = await ingest(namespace, "orders", "--limit", "10", "--no-sink");
    assert.deepEqual([orders.stream, orders.read], ["orders", 10]);
    const slow = await ingest(namespace, "taxi", "--limit", "1000", "--rate", "500");
    assert.equal(slow.read, 1000);
    assert.ok(slow.seconds >= 1.9 && slow.seconds < 10, `${slow.seconds} s`);
    const short = ["taxi", "--simulate", "--start", START, "--rate", "200", "--duration", "2s"];
    const { read, seconds, rows } = await ingest(namespace, ...short);
    assert.ok(read > 200 && read <= 420, `${read} records`);
    assert.ok(seconds >= 2 && seconds < 10, `${seconds} s`);
    assert.equal(rows, 1000 + read);
  });
});

Deno.test("ingest --time: spread within the quarter hour, event the start itself, arrival now", async () => {
  for (const [time, again] of [["spread", 300], ["event", 300], ["arrival", 600]] as const) {
    await withNamespace(async ({ db, namespace }) => {
      const words = ["taxi", "--limit", "300", "--via", "direct", "--time", time];
      const started = new Date();
      assert.equal((await ingest(namespace, ...words)).rows, 300);
      assert.equal((await ingest(namespace, ...words)).rows, again);
      const rows = await db.sql<{ timestamp: Date; trip_start_timestamp: Date }>`
        select timestamp, trip_start_timestamp from ${taxiTrips}`;
      const after = rows.map((row) => row.timestamp.getTime() - row.trip_start_timestamp.getTime());
      if (time === "event") assert.ok(after.every((ms) => ms === 0));
      if (time === "spread") {
        assert.ok(after.every((ms) => ms >= 0 && ms < 900_000));
        assert.ok(new Set(after).size > 250);
      }
      if (time === "arrival") assert.ok(rows.every(({ timestamp }) => timestamp >= started));
    });
  }
});

Deno.test("ingest --no-sink stops at Kafka, and sink --once stores it all", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const words = ["orders", "--simulate", "--limit", "100", "--seed", "3", "--start", START];
    const { published, stored, rows } = await ingest(namespace, ...words, "--no-sink");
    assert.deepEqual([published, stored, rows], [100, null, null]);
    const tables = await db.run<{ n: number }>(
      `select count() n from tables() where table_name like '${namespace}_%'`,
    );
    assert.equal(tables[0]!.n, 0);
    for (const time of ["first", "second"]) {
      const { code, err } = await run("sink", ["orders", "order_items", "--once"], { env });
      assert.equal(code, 0, err);
      const made = await gather(ordersFeed.simulate!({ seed: 3, start: START, limit: 100 }));
      const [order] = await db.sql<{ n: number; dollars: number }>`
        select count() n, sum(price) dollars from ${orders}`;
      const [item] = await db.sql<{ n: number; dollars: number }>`
        select count() n, sum(price * quantity) dollars from ${orderItems}`;
      assert.deepEqual([order!.n, item!.n], [100, made.order_items!.records.length], time);
      const dollars = made.orders!.records.reduce((sum, { price }) => sum + Number(price), 0);
      assert.equal(order!.dollars.toFixed(2), dollars.toFixed(2));
      assert.equal(item!.dollars.toFixed(2), dollars.toFixed(2));
    }
  });
});

Deno.test("ingest orders --simulate plays the life of each order to its end, in six streams, and runs its flows", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const words = ["orders", "--simulate", "--limit", "20", "--start", START];
    const summary = await ingest(namespace, ...words) as Summary & {
      streams: Record<string, Summary>;
    };
    assert.deepEqual(
      Object.keys({ orders: summary, ...summary.streams }),
      [...ordersFeed.streams, orderStates, enrichedOrderItems].map(({ name }) => name),
    );
    assert.equal(summary.stored, 20);
    for (const one of Object.values(summary.streams)) assert.equal(one.stored, one.published);
    const found = await db.sql<{ status: string; n: number }>`
      select status, count() n from ${orderStatuses}`;
    assert.deepEqual(
      Object.fromEntries(found.map(({ status, n }) => [status, n])),
      Object.fromEntries(ORDER_STATUSES.map((status) => [status, 20])),
    );
    const [arrived] = await db.sql<{ n: number }>`
      select count() n from ${orders} o
      join (${deliveryStatuses} latest on timestamp partition by id) d on d.id = o.id
      where d.status = 'DELIVERED' and d.delivery_lat = o.delivery_lat
        and d.delivery_lon = o.delivery_lon`;
    assert.equal(arrived!.n, 20);
  });
});

Deno.test("sink as a service stores what comes, until Ctrl-C", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    await using service = start(task("sink", ["taxi_trips"], { env }));
    const words = ["taxi", "--simulate", "--start", START, "--limit", "1000", "--no-sink"];
    await ingest(namespace, ...words);
    await untilRows(db, taxiTrips, { least: 1000, running: service });
    // The running sink may do the work of this run's own sink.
    const { stored, rows } = await ingest(namespace, ...words.slice(0, -2), "1500");
    assert.deepEqual([stored, rows], [1500, 1500]);
    service.child.kill("SIGINT");
    const { code, err } = await service.result;
    assert.equal(code, 130, err);
    assert.match(err, /^taxi_trips: [\d,]+ records/m);
    const wrong = await run("sink", ["cabs"], { env });
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /Cannot store "cabs": the streams are .*taxi_trips/);
  });
});
