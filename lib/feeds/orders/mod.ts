/** The feed `orders`: a pizza shop's orders, their items, its products and users. */
import { defineFeed } from "../feed.ts";
import { deliveryStatuses } from "./delivery_statuses.ts";
import { orderItems } from "./order_items.ts";
import { orderStatuses } from "./order_statuses.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";
import { sampleOrders } from "./sample.ts";
import { ordersCsv } from "./shop_files.ts";
import { simulateOrders } from "./simulate.ts";
import { users } from "./users.ts";

export { type DeliveryStatus, deliveryStatuses } from "./delivery_statuses.ts";
export { type OrderItem, orderItems } from "./order_items.ts";
export { ORDER_STATUSES, type OrderStatus, orderStatuses } from "./order_statuses.ts";
export { type Order, orders } from "./orders.ts";
export { type ProductChange, products } from "./products.ts";
export { type UserChange, users } from "./users.ts";

export const ordersFeed = defineFeed({
  name: "orders",
  streams: [orders, orderItems, products, users, orderStatuses, deliveryStatuses],
  parts: orderItems,
  read: { folder: "orders_pizza", open: ordersCsv, sample: sampleOrders },
  simulate: simulateOrders,
});
