import {
  defineStream,
  Long,
  Nullable,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";

const Latitude = () => Type.Number({ minimum: -90, maximum: 90 });
const Longitude = () => Type.Number({ minimum: -180, maximum: 180 });

/**
 * Purchases by credit card: what was paid, who paid and where they live, and where the merchant is. All
 * purchases of a card are in one partition, as its number is the message key; dead letters, logs and the
 * dashboard leave the key out, as they do all that is sensitive.
 */
export const cardTransactions = defineStream({
  name: "card_transactions",
  key: "cc_num",
  time: "timestamp",
  identity: ["trans_num", "merchant"],
  sensitive: ["cc_num", "first", "last", "street", "dob"],
  schema: Type.Object({
    timestamp: Timestamp(),
    trans_num: Type.String({ minLength: 1, maxLength: 64 }),
    cc_num: Type.String({ pattern: "^\\d{8,19}$", examples: ["9999990123456789", "999999012345"] }),
    merchant: Symbol({ minLength: 1, maxLength: 120 }),
    category: Symbol({ minLength: 1, maxLength: 60 }),
    /** Dollars. */
    amt: Type.Number({ exclusiveMinimum: 0, maximum: 1e7 }),
    first: Nullable(Type.String()),
    last: Nullable(Type.String()),
    gender: Nullable(Symbol()),
    street: Nullable(Type.String()),
    city: Nullable(Symbol()),
    state: Nullable(Symbol()),
    zip: Nullable(Type.String()),
    lat: Nullable(Latitude()),
    lon: Nullable(Longitude()),
    city_pop: Nullable(Long({ minimum: 0 })),
    job: Nullable(Symbol()),
    /** Day of birth. */
    dob: Nullable(
      Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$", examples: ["1970-01-31", "2001-12-24"] }),
    ),
    merch_lat: Latitude(),
    merch_long: Longitude(),
  }),
});

/** One record of `card_transactions`. */
export type CardTransaction = RecordOf<typeof cardTransactions>;
