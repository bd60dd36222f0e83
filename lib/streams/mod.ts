/** Every declared stream, by name. A new stream is one file beside this one and one line here. */
import type { Stream } from "./define.ts";
import { githubEvents } from "./github_events.ts";
import { orderItems } from "./order_items.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";
import { taxiTrips } from "./taxi_trips.ts";
import { users } from "./users.ts";

export { githubEvents, orderItems, orders, products, taxiTrips, users };

/** All streams that the commands know by name. */
export const streams: Record<string, Stream> = Object.fromEntries(
  ([githubEvents, taxiTrips, orders, orderItems, products, users] as Stream[])
    .map((stream) => [stream.name, stream]),
);
