/** Orders and windows on a real QuestDB: the orders are the API's, and engines that agree are shown to. */
import assert from "node:assert/strict";
import { overview } from "../../lib/api/queries/overview.ts";
import { ordersPerMinute } from "../../lib/api/queries/orders_per_minute.ts";
import { testedApi } from "../../lib/api/testing.ts";
import { orders } from "../../lib/feeds/mod.ts";
import { withNamespace } from "../../lib/testing.ts";
import { findWindow } from "../../lib/windows/find.ts";
import { askPanel } from "../live/ask_panel.ts";
import { rowsOf } from "../live/panel_answer.ts";
import { openServices } from "../open_services.ts";
import { fillTables } from "../testing.ts";
import type { Page } from "../define_page.ts";
import { ordersPage } from "./orders.ts";
import { outputsOf } from "./windows/engine_rows.ts";
import { windowsPage } from "./windows.ts";

const AT = "2026-01-01T00:10:30.000Z";

Deno.test("the pages of orders and windows show the numbers of API and SQL", async () => {
  await withNamespace(async (space) => {
    await fillTables(space.endpoints.questdb, { start: "2026-01-01T00:00:00.000Z", limit: 900 });
    const services = openServices(space.endpoints, { log: (line) => assert.fail(line) });
    const api = testedApi(space);
    const signal = new AbortController().signal;
    const rows = async (pageOf: Page, panel: string, period = "5m") => {
      const panelOf = pageOf.panels.find(({ id }) => id === panel)!;
      const topic = {
        page: pageOf.name,
        panel,
        period,
        at: AT,
        refresh: 0,
        params: {},
        key: panel,
      };
      const answer = await askPanel({ ...topic, pageOf, panelOf }, { services, signal });
      assert.ok(answer.data, `${panel}: ${answer.trouble?.message}`);
      return rowsOf(answer.data);
    };
    try {
      const at = Date.parse(AT) * 1000, window = 5 * 60_000;
      const known = await overview(api.db, { at, window });
      const [totals] = await rows(ordersPage, "totals");
      assert.ok(known.currentTimePeriod.orders > 10);
      assert.equal(totals!.orders, known.currentTimePeriod.orders);
      assert.equal(totals!.revenue, known.currentTimePeriod.totalPrice);
      assert.equal(totals!.orders_before, known.previousTimePeriod.orders);

      const minutes = await rows(ordersPage, "orders_per_minute");
      const asked = await ordersPerMinute(api.db, { at, window: window + 30_000 });
      assert.deepEqual(minutes.map(({ orders }) => orders), asked.map(({ orders }) => orders));
      assert.deepEqual(
        minutes.map(({ unfinished }) => unfinished),
        [0, 0, 0, 0, 0, 1].map(Boolean),
      );

      const popular = await rows(ordersPage, "popular_items");
      const best = await api.get(`/orders/popular?at=${AT}&window=5m&limit=8`);
      assert.deepEqual(
        popular.map(({ name, quantity }) => ({ name, quantity })),
        best.items.map((item: { product: string; quantity: number }) => ({
          name: item.product,
          quantity: item.quantity,
        })),
      );
      const times = await rows(ordersPage, "statuses");
      assert.equal(times[0]!.status, "PLACED_ORDER");
      assert.ok(
        times.length > 3 &&
          times.slice(1).every(({ p50, max }) => 0 < Number(p50) && Number(p50) <= Number(max)),
      );

      const agree = async () =>
        (await rows(windowsPage, "engines")).filter(({ window }) => window === "orders_overview")
          .map(({ engine, agree }) => ({ engine, agree: String(agree).split(",", 1)[0] }));
      assert.deepEqual(await agree(), [
        { engine: "deno", agree: "yes" },
        { engine: "questdb", agree: "yes" },
      ]);
      const series = await rows(windowsPage, "orders_overview");
      const { db } = space;
      const [minute] = await db.sql<{ n: number }>`select count() n from ${orders}
        where timestamp >= '2026-01-01T00:07:00Z' and timestamp < '2026-01-01T00:08:00Z'`;
      const shown = series.filter(({ timestamp }) =>
        +(timestamp as Date) === Date.parse("2026-01-01T00:07:00Z")
      );
      assert.deepEqual(shown.map(({ orders }) => orders), [minute!.n, minute!.n]);

      const table = db.tableOf(outputsOf(findWindow("orders_overview")).deno);
      await db.run(
        `update "${table}" set orders = orders + 1 where timestamp = '2026-01-01T00:08:00Z'`,
      );
      assert.match(String((await agree())[0]!.agree), /^no: 1 of \d+ differ/);
    } finally {
      await api.close();
      await services.close();
    }
  });
});
