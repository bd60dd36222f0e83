import {
  defineStream,
  Nullable,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../streams/define.ts";

/**
 * Each status of each order with what the order is: the first when it was placed, then one for each
 * change. The newest of an order is its present state.
 */
export const orderStates = defineStream({
  name: "order_state",
  key: "id",
  time: "updated_at",
  identity: ["id", "status"],
  compact: true,
  schema: Type.Object({
    id: Type.String({ minLength: 1 }),
    updated_at: Timestamp(),
    status: Symbol({ minLength: 1 }),
    created_at: Timestamp(),
    user_id: Nullable(Type.String({ minLength: 1 })),
    price: Type.Number({ minimum: 0, maximum: 1e9 }),
  }),
});

export type OrderState = RecordOf<typeof orderStates>;
