/** How many answers a second there are, beside the plain queries over the table and over the view. */
import { openOrdersDb } from "../../lib/api/open_orders_db.ts";
import { overview } from "../../lib/api/queries/overview.ts";
import { orderMinutes } from "../../lib/api/views.ts";
import type { QuestdbEndpoint } from "../../lib/config.ts";
import { orders } from "../../lib/feeds/mod.ts";
import { until } from "../../lib/retry.ts";

/** Requests that are open at a time. */
const OPEN = 50;
const WINDOW = 86_400_000;

/**
 * Requests a second of three ways, one after the other: the overview of a day as the API calculates it, the
 * sum over the table, the sum over the view.
 */
export async function throughput(
  endpoint: QuestdbEndpoint,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<Record<string, number>> {
  const db = openOrdersDb(endpoint, { timeout: 30_000 });
  const from = () => new Date(Date.now() - WINDOW).toISOString();
  try {
    await until(async () => (await db.facts()).viewEnd(orderMinutes) !== undefined, {
      every: 50,
      within: 30_000,
      signal,
    });
    const ways = {
      "overview, with the view": () => overview(db, { at: Date.now() * 1000, window: WINDOW }),
      "raw query over the table": () =>
        db.ask(
          `select count() n, sum(price) revenue from ${db.nameOf(orders)} where timestamp >= $1`,
          [from()],
        ),
      "raw query over the view": () =>
        db.ask(
          `select sum(orders) n, sum(revenue) revenue from ${
            db.viewOf(orderMinutes)
          } where timestamp >= $1`,
          [from()],
        ),
    };
    const figures: Record<string, number> = {};
    for (const [name, ask] of Object.entries(ways)) {
      signal.throwIfAborted();
      figures[name] = await perSecond(ask, seconds);
    }
    return figures;
  } finally {
    await db.close();
  }
}

async function perSecond(ask: () => Promise<unknown>, seconds: number): Promise<number> {
  const start = performance.now(), end = start + seconds * 1000;
  let answers = 0;
  await Promise.all(Array.from({ length: OPEN }, async () => {
    while (performance.now() < end) {
      await ask();
      answers++;
    }
  }));
  return answers / ((performance.now() - start) / 1000);
}
