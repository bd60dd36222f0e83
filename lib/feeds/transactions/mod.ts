/** The feed `transactions`: simulated payments whose sums can be checked by hand. */
import { defineFeed } from "../feed.ts";
import { simulateTransactions } from "./simulate.ts";
import { transactions } from "./transactions.ts";

export { type Transaction, transactions } from "./transactions.ts";

export const transactionsFeed = defineFeed({
  name: "transactions",
  streams: [transactions],
  flags: {
    gap: {
      type: "duration",
      value: "time",
      default: "30ms",
      help: "transactions: event time from one to the next",
    },
    disorder: {
      type: "duration",
      value: "time",
      default: "0s",
      help: "transactions: each comes up to this much event time late",
    },
    duplicates: {
      type: "number",
      value: "share",
      default: 0,
      help: "transactions: share that comes a second time, 0 to 1",
    },
    idle: {
      type: "integer",
      value: "n",
      help: "transactions: a partition (0 to 2) without records",
    },
  },
  simulate: ({ flags, ...options }) => simulateTransactions({ ...options, ...flags }),
});
