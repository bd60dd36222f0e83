/** All routes, in the order in which they are matched: fixed paths before those with an id. */
import { at, idOf, limitOf, ms, status, untilAt, windowOf } from "./parameters.ts";
import { latestOrders } from "./queries/latest_orders.ts";
import { order } from "./queries/order.ts";
import { ordersPerMinute } from "./queries/orders_per_minute.ts";
import { overview } from "./queries/overview.ts";
import { popular } from "./queries/popular.ts";
import { statuses } from "./queries/statuses.ts";
import { stuck } from "./queries/stuck.ts";
import { userOrders, users } from "./queries/users.ts";
import { defineRoute, type Route } from "./route.ts";
import * as answers from "./schemas.ts";

export const routes: readonly Route[] = [
  defineRoute({
    path: "/orders/overview",
    operation: "getOverview",
    summary: "Orders and revenue of this period and the one before",
    description:
      "`totalOrders` counts all orders created before `at`; `currentTimePeriod` is the period " +
      "that ends with `at`, `previousTimePeriod` the one of the same length before it.",
    parameters: { at, window: windowOf("1m") },
    answers: "Overview",
    answer: answers.Overview,
    run: overview,
  }),
  defineRoute({
    path: "/orders/ordersPerMinute",
    operation: "getOrdersPerMinute",
    summary: "Orders and revenue by minute",
    description:
      "One entry for each minute of the clock that the period touches, with zeros for minutes " +
      "without orders; `timestamp` is the minute's start. Of the first and the last minute only the orders " +
      "within the period are counted. Empty if there are no orders at all. At most 7 days.",
    parameters: { at, window: windowOf("1h", 7) },
    answers: "OrdersPerMinute",
    answer: answers.OrdersPerMinute,
    run: ordersPerMinute,
  }),
  defineRoute({
    path: "/orders/popular",
    operation: "getPopular",
    summary: "What was ordered most",
    description:
      "Products and categories by pieces (`quantity`), ties by name; `orders` counts each order " +
      "once. A product that the catalogue does not know is listed by its id and has no category.",
    parameters: { at, window: windowOf("1m"), limit: limitOf(5, 100) },
    answers: "Popular",
    answer: answers.Popular,
    run: popular,
  }),
  defineRoute({
    path: "/orders/latestOrders",
    operation: "getLatestOrders",
    summary: "The newest orders",
    description: "The newest orders created before `at`, each with its status at that moment.",
    parameters: { at, limit: limitOf(10, 1000) },
    answers: "LatestOrders",
    answer: answers.LatestOrders,
    run: latestOrders,
  }),
  defineRoute({
    path: "/orders/statuses",
    operation: "getStatuses",
    summary: "How long orders stay in each status",
    description:
      "Seconds that orders stayed in each status that began in the period: until the next " +
      "status, or until `at` if there is none yet. Statuses in the order of an order's life, those without " +
      "orders left out. Percentiles are right to a thousandth of their value.",
    parameters: { at, window: windowOf("1h") },
    answers: "Statuses",
    answer: answers.Statuses,
    run: statuses,
  }),
  defineRoute({
    path: "/orders/stuck/{status}/{ms}",
    operation: "getStuck",
    summary: "Orders that wait too long",
    description:
      "Orders whose status at `at` has been this one for longer than `ms` milliseconds, the " +
      "longest first. `userId` and `price` are null for an order of which only statuses have come.",
    parameters: { status, ms, at, limit: limitOf(100, 1000) },
    answers: "Stuck",
    answer: answers.Stuck,
    run: (db, { status, ...rest }) => stuck(db, { ...rest, statuses: [status] }),
  }),
  defineRoute({
    path: "/orders/{id}",
    operation: "getOrder",
    summary: "An order with its products, statuses and delivery",
    description:
      "Products are named as they were when the order's line was enriched; a product that the " +
      "catalogue does not know, by its id. `delivery` is null until the delivery has begun.",
    parameters: { id: idOf("order"), at: untilAt },
    answers: "Order",
    answer: answers.OrderDetails,
    mayBeMissing: true,
    run: order,
  }),
  defineRoute({
    path: "/users",
    operation: "getUsers",
    summary: "The users",
    description:
      "Users as they were changed last, without deleted ones, in the order of their ids.",
    parameters: { limit: limitOf(1000, 10_000) },
    answers: "Users",
    answer: answers.Users,
    run: users,
  }),
  defineRoute({
    path: "/users/{id}/orders",
    operation: "getUserOrders",
    summary: "The orders of a user",
    description: "The newest first, each with its status.",
    parameters: { id: idOf("user"), at: untilAt, limit: limitOf(100, 1000) },
    answers: "UserOrders",
    answer: answers.UserOrders,
    mayBeMissing: true,
    run: userOrders,
  }),
];
