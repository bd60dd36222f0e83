import {
  defineStream,
  Long,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";

/** The lines of orders, one record each. `price` is for one piece; `line` counts from 1. */
export const orderItems = defineStream({
  name: "order_items",
  key: "order_id",
  time: "created_at",
  identity: ["order_id", "line"],
  schema: Type.Object({
    order_id: Type.String({ minLength: 1 }),
    line: Long({ minimum: 1 }),
    created_at: Timestamp(),
    product_id: Symbol({ minLength: 1 }),
    quantity: Long({ minimum: 1, maximum: 10_000 }),
    price: Type.Number({ minimum: 0, maximum: 1e6 }),
  }),
});

export type OrderItem = RecordOf<typeof orderItems>;
