/** Whether the cost of an event depends on how many came before, or on how many keys there are. */
import process from "node:process";
import { transactions } from "../../lib/feeds/transactions/transactions.ts";
import { count, defineWindow, sum, tumbling } from "../../lib/windows/define.ts";
import { runDenoOnce } from "../../lib/windows/deno/run_once.ts";
import { type Filling, withTransactions } from "./topic.ts";

const byUser = defineWindow({
  name: "transactions_by_user",
  from: transactions,
  window: tumbling("1d"),
  by: ["user_id"],
  aggregate: { paid: sum("total_paid"), payments: count() },
});

/** The cost of one topic. */
export interface EventCost extends Filling {
  rows: number;
  /** CPU time of this process for one event, in microseconds. */
  micros: number;
  /** Events a second, from Kafka to rows that are not written. */
  perSecond: number;
}

/** Calculates a window over a topic in this process, and writes nothing. */
export async function timeEvents(filling: Filling, signal: AbortSignal): Promise<EventCost> {
  let found: EventCost | undefined;
  await withTransactions(filling, async ({ kafka }) => {
    const cpu = process.cpuUsage();
    const [result] = await runDenoOnce([byUser], kafka, { signal });
    const { user, system } = process.cpuUsage(cpu);
    const { rows, read, seconds } = result!;
    found = {
      ...filling,
      rows: rows.length,
      micros: (user + system) / read,
      perSecond: read / seconds,
    };
  });
  return found!;
}
