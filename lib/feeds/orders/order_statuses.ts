import { defineStream, type RecordOf, Symbol, Timestamp, Type } from "../../streams/define.ts";

/** The statuses of an order's life, in their order. */
export const ORDER_STATUSES = [
  "PLACED_ORDER",
  "ORDER_CONFIRMED",
  "BEING_PREPARED",
  "BEING_COOKED",
  "OUT_FOR_DELIVERY",
  "DELIVERED",
] as const;

/** Changes of orders' statuses; `updated_at` is when the order entered the status. */
export const orderStatuses = defineStream({
  name: "order_statuses",
  key: "id",
  time: "updated_at",
  identity: ["id", "status"],
  schema: Type.Object({
    id: Type.String({ minLength: 1 }),
    updated_at: Timestamp(),
    status: Symbol({ minLength: 1 }),
  }),
});

export type OrderStatus = RecordOf<typeof orderStatuses>;
