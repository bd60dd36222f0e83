import {
  defineStream,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
  Uuid,
} from "../../streams/define.ts";

/** Payments of users of a shop: who paid how much, and whether the bank took it. */
export const transactions = defineStream({
  name: "transactions",
  key: "user_id",
  time: "event_timestamp",
  identity: ["transaction_id", "user_id"],
  partitions: 3,
  schema: Type.Object({
    event_timestamp: Timestamp(),
    user_id: Symbol({ minLength: 1 }),
    transaction_id: Uuid(),
    total_paid: Type.Number({ minimum: 0 }),
    status: Type.Union([Type.Literal("Paid"), Type.Literal("Refused")]),
  }),
});

/** One record of `transactions`. */
export type Transaction = RecordOf<typeof transactions>;
