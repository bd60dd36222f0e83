import assert from "node:assert/strict";
import { testedApi } from "../lib/api/testing.ts";
import { EVENT_TYPES, realData } from "../lib/sources/testing.ts";
import { githubEvents, orderItems, orders, products, taxiTrips } from "../lib/feeds/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const { path, ignore } = realData("");

/** Figures of ../shared/data/README.md, computed independently. */
const TAXI = [
  { year: 2013, trips: 1250, fare: "15213.76", tips: "1518.58", total: "17769.19" },
  { year: 2022, trips: 19_456, fare: "400529.84", tips: "47105.85", total: "485824.75" },
  { year: 2024, trips: 99, fare: "2365.91", tips: "278.13", total: "2862.54" },
];
const READ = {
  github_events: 7702,
  taxi_trips: 20_805,
  products: 96,
  order_items: 48_620,
  orders: 21_350,
};

Deno.test(
  "demo --data on the real files agrees with their published figures",
  { ignore },
  async () => {
    await withNamespace(async ({ db: { sql }, namespace, endpoints }) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      for (const time of ["first", "second"]) {
        const { code, out, err } = await run("demo", ["--data", path, "--json"], { env });
        assert.equal(code, 0, err);
        const { streams } = JSON.parse(out);
        assert.deepEqual(Object.keys(streams).toSorted(), Object.keys(READ).toSorted());
        for (const [name, read] of Object.entries(READ)) {
          const { published, rejected, stored, rows } = streams[name];
          assert.equal(streams[name].read, read, name);
          assert.deepEqual(
            [published, rejected, stored, rows],
            [read, 0, read, read],
            `${name} ${time}`,
          );
        }
      }

      const types = await sql<{ type: string; n: number }>`
      select type, count() n from ${githubEvents}`;
      assert.deepEqual(Object.fromEntries(types.map(({ type, n }) => [type, n])), EVENT_TYPES);
      const [hour] = await sql`
      select count_distinct(repo) repos, count_distinct(actor) actors, count(org) orgs,
        min(timestamp) first, max(timestamp) last
      from ${githubEvents}`;
      assert.deepEqual(hour, {
        repos: 4113,
        actors: 3648,
        orgs: 2342,
        first: new Date("2015-01-01T00:00:00Z"),
        last: new Date("2015-01-01T00:59:58Z"),
      });

      for (const { year, ...figures } of TAXI) {
        const [row] = await sql<Record<string, number>>`
        select count() trips, sum(fare) fare, sum(tips) tips, sum(trip_total) total
        from ${taxiTrips}
        where case when year(trip_start_timestamp) < 2017 then 2013
          else year(trip_start_timestamp) end = ${year}`;
        const cents = (name: string) => row![name]!.toFixed(2);
        assert.deepEqual(
          { trips: row!.trips, fare: cents("fare"), tips: cents("tips"), total: cents("total") },
          figures,
        );
      }
      const payments = await sql<{ payment_type: string; n: number }>`
      select payment_type, count() n from ${taxiTrips}
      where year(trip_start_timestamp) = 2022 order by n desc`;
      assert.deepEqual(payments.map(({ payment_type, n }) => `${payment_type} ${n}`), [
        "Cash 6832",
        "Credit Card 6605",
        "Mobile 3140",
        "Prcard 1770",
        "Unknown 1098",
        "Dispute 6",
        "No Charge 5",
      ]);

      const [all] = await sql<Record<string, number>>`
      select count() orders, sum(price) revenue, sum(total_quantity) pieces from ${orders}`;
      assert.deepEqual([all!.orders, all!.pieces], [21_350, 49_574]);
      assert.equal(all!.revenue!.toFixed(2), "817860.05");
      assert.equal((all!.revenue! / all!.orders!).toFixed(2), "38.31");
      const categories = await sql<{ category: string; revenue: number; pieces: number }>`
      select category, sum(quantity * i.price) revenue, sum(quantity) pieces
      from ${orderItems} i
      join (select id, category from ${products} latest on timestamp partition by id) p
        on i.product_id = p.id
      order by revenue desc`;
      assert.deepEqual(
        categories.map(({ category, revenue }) => `${category} ${revenue.toFixed(2)}`),
        [
          "Classic 220053.10",
          "Supreme 208197.00",
          "Chicken 195919.50",
          "Veggie 193690.45",
        ],
      );
      assert.equal(categories.reduce((sum, { pieces }) => sum + pieces, 0), 49_574);
      const [day] = await sql<{ n: number; revenue: number; time: Date }>`
      select timestamp time, count() n, sum(price) revenue from ${orders}
      sample by 1d order by n desc limit 1`;
      assert.deepEqual([day!.time, day!.n], [new Date("2015-11-27T00:00:00Z"), 115]);
      assert.equal(day!.revenue.toFixed(2), "4422.45");

      const api = testedApi({ endpoints });
      const year = "at=2016-01-01T00:00:00Z&window=365d";
      assert.deepEqual(await api.get(`/orders/overview?${year}`), {
        totalOrders: 21_350,
        currentTimePeriod: { orders: 21_350, totalPrice: 817_860.05 },
        previousTimePeriod: { orders: 0, totalPrice: 0 },
      });
      const popular = await api.get(`/orders/popular?${year}`);
      const pieces = (rows: Record<string, string | number>[], name: string) =>
        rows.map((row) => `${row[name]} ${row.quantity}`);
      assert.deepEqual(pieces(popular.items, "product"), [
        "The Big Meat Pizza (S) 1914",
        "The Thai Chicken Pizza (L) 1410",
        "The Five Cheese Pizza (L) 1409",
        "The Four Cheese Pizza (L) 1316",
        "The Classic Deluxe Pizza (M) 1181",
      ]);
      assert.deepEqual(pieces(popular.categories, "category"), [
        "Classic 14888",
        "Supreme 11987",
        "Veggie 11649",
        "Chicken 11050",
      ]);
      await api.close();
    });
  },
);
