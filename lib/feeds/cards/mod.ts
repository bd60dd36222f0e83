/** The feed `cards`: purchases by credit card, from CSV files or simulated, some with stolen numbers. */
import { defineFeed } from "../feed.ts";
import { cardTransactions } from "./card_transactions.ts";
import { cardsCsv } from "./cards_csv.ts";
import { simulateCards } from "./simulate.ts";

export { type CardTransaction, cardTransactions } from "./card_transactions.ts";

export const cardsFeed = defineFeed({
  name: "cards",
  streams: [cardTransactions],
  read: { folder: "cards", open: (paths, options) => cardsCsv(paths, options) },
  simulate: simulateCards,
});
