import {
  defineStream,
  Long,
  Nullable,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../streams/define.ts";

/**
 * The lines of orders, each with its product as it was when the flow handled the line. `price` is the
 * product's in the catalogue at that moment; `item_price` is what the order's line says.
 */
export const enrichedOrderItems = defineStream({
  name: "enriched_order_items",
  key: "order_id",
  time: "created_at",
  identity: ["order_id", "line"],
  schema: Type.Object({
    order_id: Type.String({ minLength: 1 }),
    line: Long({ minimum: 1 }),
    created_at: Timestamp(),
    product_id: Symbol({ minLength: 1 }),
    quantity: Long({ minimum: 1, maximum: 10_000 }),
    item_price: Type.Number({ minimum: 0, maximum: 1e6 }),
    product_name: Symbol({ minLength: 1 }),
    category: Symbol(),
    price: Type.Number({ minimum: 0, maximum: 1e6 }),
    image: Nullable(Type.String()),
  }),
});

export type EnrichedOrderItem = RecordOf<typeof enrichedOrderItems>;
