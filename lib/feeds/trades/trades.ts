import {
  defineStream,
  Long,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";

/**
 * Trades of a market. `side` is what the taker did: a `buy` took an offer, a `sell` took a bid. `price`
 * is in the second currency of the symbol, `amount` in its first: 2 of `BTC-USDT` at 110,000 are 2
 * bitcoins for 220,000 Tether. `id` is the source's, or a sequence of ours where it has none: real
 * markets have several trades of the same price and amount in the same millisecond, and all count.
 */
export const trades = defineStream({
  name: "trades",
  key: "symbol",
  time: "timestamp",
  identity: ["id", "symbol"],
  timeDigits: 6,
  schema: Type.Object({
    symbol: Symbol({ minLength: 1, maxLength: 40 }),
    side: Type.Union([Type.Literal("buy"), Type.Literal("sell")]),
    price: Type.Number({ exclusiveMinimum: 0 }),
    amount: Type.Number({ exclusiveMinimum: 0 }),
    timestamp: Timestamp(),
    id: Long({ minimum: 0 }),
  }),
});

/** One record of `trades`. */
export type Trade = RecordOf<typeof trades>;
