import { orders, orderStatuses } from "../feeds/mod.ts";
import { defineFlow, joinTable, mapStream } from "./define.ts";
import { orderStates } from "./order_states.ts";

/** What an order is, whenever its status changes: first as it was placed, then once for each change. */
export const orderState = defineFlow({
  name: "order_state",
  to: orderStates,
  inputs: [
    mapStream(orders, ({ id, created_at, user_id, price, status }) => ({
      id,
      updated_at: created_at,
      status,
      created_at,
      user_id,
      price,
    })),
    joinTable(
      orderStatuses,
      { table: orders, by: "id", fields: ["created_at", "user_id", "price"] },
      ({ id, updated_at, status }, order) => ({ id, updated_at, status, ...order }),
    ),
  ],
});
