import { transactions } from "../../feeds/mod.ts";
import { count, defineWindow, mean, sum, tumbling } from "../define.ts";

/** What the bank accepted, every three seconds. */
export const transactions3s = defineWindow({
  name: "transactions_3s",
  from: transactions,
  where: { status: "Paid" },
  window: tumbling("3s"),
  grace: "5s",
  aggregate: {
    total_paid: sum("total_paid"),
    total_transactions: count(),
    average_transaction_value: mean("total_paid"),
  },
});
