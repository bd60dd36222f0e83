/** The shapes of the answers, as JSON Schema. */
import { type Static, type TSchema, Type } from "typebox";

const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const Time = Type.String({ format: "date-time" });
const Count = Type.Integer({ minimum: 0 });
const Money = Type.Number();
const Id = Type.String({ minLength: 1 });
const OrNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

const Period = closed({ orders: Count, totalPrice: Money });

export const Overview = closed({
  totalOrders: Count,
  currentTimePeriod: Period,
  previousTimePeriod: Period,
});
export type Overview = Static<typeof Overview>;

export const OrdersPerMinute = Type.Array(
  closed({ timestamp: Time, orders: Count, revenue: Money }),
);
export type OrdersPerMinute = Static<typeof OrdersPerMinute>;

export const Popular = closed({
  items: Type.Array(
    closed({
      product: Type.String(),
      image: OrNull(Type.String()),
      orders: Count,
      quantity: Count,
    }),
  ),
  categories: Type.Array(closed({ category: Type.String(), orders: Count, quantity: Count })),
});
export type Popular = Static<typeof Popular>;

export const LatestOrders = Type.Array(
  closed({
    id: Id,
    createdAt: Time,
    userId: OrNull(Type.String()),
    price: Money,
    status: Type.String(),
  }),
);
export type LatestOrders = Static<typeof LatestOrders>;

const Seconds = Type.Number({ minimum: 0 });
export const Statuses = Type.Array(
  closed({
    status: Type.String(),
    min: Seconds,
    p50: Seconds,
    avg: Seconds,
    p75: Seconds,
    p90: Seconds,
    p99: Seconds,
    max: Seconds,
  }),
);
export type Statuses = Static<typeof Statuses>;

export const Stuck = Type.Array(
  closed({
    id: Id,
    status: Type.String(),
    since: Time,
    ms: Count,
    userId: OrNull(Type.String()),
    price: OrNull(Money),
  }),
);
export type Stuck = Static<typeof Stuck>;

export const OrderDetails = closed({
  id: Id,
  createdAt: Time,
  userId: OrNull(Type.String()),
  price: Money,
  products: Type.Array(
    closed({
      product: Type.String(),
      image: OrNull(Type.String()),
      quantity: Count,
      price: Money,
    }),
  ),
  statuses: Type.Array(closed({ status: Type.String(), timestamp: Time })),
  delivery: OrNull(closed({ lat: Type.Number(), lon: Type.Number(), timestamp: Time })),
});
export type OrderDetails = Static<typeof OrderDetails>;

export const Users = Type.Array(closed({ id: Id, name: Type.String() }));
export type Users = Static<typeof Users>;

export const UserOrders = Type.Array(
  closed({ id: Id, createdAt: Time, price: Money, status: Type.String() }),
);
export type UserOrders = Static<typeof UserOrders>;

export const Health = closed({
  status: Type.Enum(["ok", "unavailable"]),
  questdb: Type.Enum(["up", "down"]),
});
export type Health = Static<typeof Health>;

export const Problem = closed({
  error: closed({
    message: Type.String({ minLength: 1 }),
    parameter: OrNull(Type.String()),
  }),
});
export type Problem = Static<typeof Problem>;
