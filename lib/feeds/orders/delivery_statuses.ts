import { defineStream, type RecordOf, Symbol, Timestamp, Type } from "../../streams/define.ts";

/** Where an order is while it is delivered, about once a second. `id` is the order's. */
export const deliveryStatuses = defineStream({
  name: "delivery_statuses",
  key: "id",
  time: "updated_at",
  identity: ["id"],
  schema: Type.Object({
    id: Type.String({ minLength: 1 }),
    updated_at: Timestamp(),
    status: Symbol({ minLength: 1 }),
    delivery_lat: Type.Number({ minimum: -90, maximum: 90 }),
    delivery_lon: Type.Number({ minimum: -180, maximum: 180 }),
  }),
});

export type DeliveryStatus = RecordOf<typeof deliveryStatuses>;
