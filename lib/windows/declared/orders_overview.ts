import { orders } from "../../feeds/mod.ts";
import { count, defineWindow, hopping, sum } from "../define.ts";

/** Orders and revenue of the last minute, every second. */
export const ordersOverview = defineWindow({
  name: "orders_overview",
  from: orders,
  window: hopping("60s", "1s"),
  grace: "60s",
  aggregate: { orders: count(), revenue: sum("price") },
});
