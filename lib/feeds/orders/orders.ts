import {
  defineStream,
  Long,
  Nullable,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";

/** Orders as they were placed. `price` is the order's total, Σ quantity · price of its items. */
export const orders = defineStream({
  name: "orders",
  key: "id",
  time: "created_at",
  identity: ["id"],
  schema: Type.Object({
    id: Type.String({ minLength: 1 }),
    created_at: Timestamp(),
    user_id: Nullable(Type.String({ minLength: 1 })),
    status: Symbol(),
    price: Type.Number({ minimum: 0, maximum: 1e9 }),
    items: Type.Array(
      Type.Object({
        product_id: Type.String({ minLength: 1 }),
        quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
        price: Type.Number({ minimum: 0, maximum: 1e6 }),
      }),
      { minItems: 1 },
    ),
    products_ordered: Long({ minimum: 1 }),
    total_quantity: Long({ minimum: 1 }),
    delivery_lat: Nullable(Type.Number({ minimum: -90, maximum: 90 })),
    delivery_lon: Nullable(Type.Number({ minimum: -180, maximum: 180 })),
  }),
});

export type Order = RecordOf<typeof orders>;
