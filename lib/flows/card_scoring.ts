import { createHash } from "node:crypto";
import { cardTransactions } from "../feeds/mod.ts";
import { CardHistory } from "./card_history.ts";
import { cardScores } from "./card_scores.ts";
import { defineFlow, mapWithState } from "./define.ts";

/** Purchases with a score of fraud, from the card's own earlier purchases; nothing tells whose they are. */
export const cardScoring = defineFlow({
  name: "card_scoring",
  to: cardScores,
  inputs: [
    mapWithState(cardTransactions, () => new CardHistory(), (record, history) => ({
      timestamp: record.timestamp,
      trans_num: record.trans_num,
      card: cardName(record.cc_num),
      merchant: record.merchant,
      category: record.category,
      amt: record.amt,
      merch_lat: record.merch_lat,
      merch_long: record.merch_long,
      ...history.add(record),
    })),
  ],
});

/** What a card is called where its number must not stand: see `cardScores`. */
export function cardName(number: string): string {
  return createHash("sha256").update(`card:${number}`).digest("hex").slice(0, 6);
}
