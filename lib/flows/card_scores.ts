import { defineStream, Long, type RecordOf, Symbol, Timestamp, Type } from "../streams/define.ts";

const Share = () => Type.Number({ minimum: 0, maximum: 1 });

/**
 * Purchases with the score of how unlike the card's earlier ones they are, 0 to 1, and the four parts that it
 * is made of. `card` is six digits of a hash of the card's number: thousands of possible numbers share them,
 * so that nobody gets a number back by trying all, and two of a thousand cards seldom do.
 */
export const cardScores = defineStream({
  name: "card_scores",
  key: "card",
  time: "timestamp",
  identity: ["trans_num", "merchant"],
  schema: Type.Object({
    timestamp: Timestamp(),
    trans_num: Type.String({ minLength: 1, maxLength: 64 }),
    card: Symbol({ minLength: 6, maxLength: 6 }),
    merchant: Symbol({ minLength: 1 }),
    category: Symbol(),
    amt: Type.Number(),
    merch_lat: Type.Number(),
    merch_long: Type.Number(),
    /** How many earlier purchases of the card it is compared with. */
    earlier: Long({ minimum: 0 }),
    score: Share(),
    /** Larger than the card's amounts. */
    amount: Share(),
    /** Too far from the purchases of the last day to have come from there. */
    speed: Share(),
    /** Many within ten minutes. */
    burst: Share(),
    /** A category that the card has not bought before: 1, else 0. */
    novelty: Share(),
  }),
});

/** The score from which on a purchase is called suspicious. */
export const SUSPICIOUS = 0.7;

/** One record of `card_scores`. */
export type CardScore = RecordOf<typeof cardScores>;
