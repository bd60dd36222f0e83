import { seeded } from "../../random.ts";
import { before, SAMPLE_MIDNIGHT, SAMPLE_SEED } from "../../simulators/sample_day.ts";
import type { Sample } from "../feed.ts";
import { shopCsv } from "./shop_csv.ts";
import { shopOrders } from "./shop_orders.ts";
import { shopUsers } from "./shop_users.ts";

/** Mean milliseconds between two orders: 1,200 a day. */
const GAP = 72_000;

/** A day of orders as the shop's four CSV files. */
export function sampleOrders(): Sample[] {
  const random = seeded(SAMPLE_SEED);
  const shop = { users: shopUsers(random), start: SAMPLE_MIDNIGHT, gap: GAP };
  const end = SAMPLE_MIDNIGHT + 86_400_000;
  const orders = [...before(shopOrders(random, shop), { field: "created_at", end })];
  return Object.entries(shopCsv(orders)).map(([name, text]) => ({ name: `${name}.gz`, text }));
}
