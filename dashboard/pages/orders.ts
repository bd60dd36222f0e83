import { overview } from "../../lib/api/queries/overview.ts";
import { deliveryStatuses, orderItems, orders, orderStatuses } from "../../lib/feeds/mod.ts";
import { enrichedOrderItems } from "../../lib/flows/enriched_order_items.ts";
import { orderStates } from "../../lib/flows/order_states.ts";
import { definePage } from "../define_page.ts";
import { deliveries } from "./orders/deliveries.ts";
import { minutesOf } from "./orders/minutes.ts";
import { momentOf, ordersDb } from "./orders/orders_db.ts";
import { popularCategories, popularItems } from "./orders/popular_items.ts";
import { statusTimes } from "./orders/status_times.ts";
import { stuckOrders } from "./orders/stuck_orders.ts";

const states = [orderStates, orderStatuses, orders];
const line = { kind: "line", x: "timestamp", area: true, unfinished: "unfinished" } as const;

/** The shop: the numbers are those of the orders API. */
export const ordersPage = definePage({
  name: "orders",
  title: "Orders",
  path: "/orders",
  intro:
    "A pizza shop's orders, by the time at which they were placed. The numbers are the orders API's.",
  streams: [orders],
  empty: "deno task ingest orders",
  params: { stuck: "5m" },
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: async (context) => {
        const { currentTimePeriod: now, previousTimePeriod: before } = await overview(
          ordersDb(context),
          momentOf(context),
        );
        const mean = ({ orders, totalPrice }: typeof now) => orders ? totalPrice / orders : null;
        return [{
          orders: now.orders,
          orders_before: before.orders,
          revenue: now.totalPrice,
          revenue_before: before.totalPrice,
          mean_price: mean(now),
          mean_price_before: mean(before),
        }];
      },
      view: {
        kind: "metrics",
        metrics: [
          { value: "orders", label: "Orders", before: "orders_before", good: "up" },
          {
            value: "revenue",
            label: "Revenue",
            format: "money",
            before: "revenue_before",
            good: "up",
          },
          {
            value: "mean_price",
            label: "Mean price",
            format: "money",
            before: "mean_price_before",
          },
        ],
      },
    },
    {
      id: "orders_per_minute",
      title: "Orders per minute",
      note: "Dashed: the minute that is not over",
      rows: minutesOf,
      view: { ...line, y: "orders" },
    },
    {
      id: "revenue_per_minute",
      title: "Revenue per minute",
      note: "Dashed: the minute that is not over",
      rows: minutesOf,
      view: { ...line, y: "revenue" },
    },
    {
      id: "popular_items",
      title: "Popular items",
      note: "By pieces ordered",
      height: 388,
      streams: [orderItems],
      rows: popularItems,
      view: { kind: "component", name: "popular", needsRows: true },
    },
    {
      id: "popular_categories",
      title: "Popular categories",
      note: "By pieces ordered",
      height: 388,
      streams: [enrichedOrderItems, orderItems],
      rows: popularCategories,
      view: { kind: "component", name: "popular", needsRows: true },
    },
    {
      id: "deliveries",
      title: "Orders under way",
      note: "Their latest positions, and from where they set out",
      height: 400,
      streams: [deliveryStatuses],
      none: "No order is under way",
      rows: deliveries,
      view: { kind: "component", name: "delivery_map", needsRows: true },
    },
    {
      id: "statuses",
      title: "Statuses",
      note:
        "From placing an order to the status, and how long it stays, of statuses that began in this period",
      height: 400,
      streams: states,
      every: 2,
      rows: statusTimes,
      view: {
        kind: "table",
        columns: [
          { name: "status" },
          { name: "orders", wide: true },
          { name: "p50", format: "duration" },
          { name: "p90", label: "p90", format: "duration" },
          { name: "max", label: "max", format: "duration" },
          { name: "stays_p50", label: "stays p50", format: "duration", wide: true },
          { name: "stays_p90", label: "stays p90", format: "duration", wide: true },
        ],
      },
    },
    {
      id: "stuck",
      title: "Stuck orders",
      note:
        "For 5 minutes, or as long as the address says (?stuck=30m), in a status that is not the last",
      size: "full",
      height: 220,
      streams: states,
      none: "No order is stuck",
      every: 5,
      rows: stuckOrders,
      view: {
        kind: "table",
        key: "id",
        filter: true,
        columns: [
          { name: "status" },
          { name: "ms", label: "waits", format: "duration" },
          { name: "since", format: "time" },
          { name: "id", format: "code" },
          { name: "price", format: "money", wide: true },
          { name: "userId", label: "user", format: "code", wide: true },
        ],
      },
    },
  ],
});
