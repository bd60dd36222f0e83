/** For tests: rates and latency while records come. */
import assert from "node:assert/strict";
import { transactions } from "../../lib/feeds/mod.ts";
import { openProducer } from "../../lib/kafka/producer.ts";
import { until } from "../../lib/retry.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import type { OpenWorld } from "./world.ts";

const ROWS = 200, MESSAGES = 300;
/** Milliseconds between two counts of which a rate is made. */
const SHORTEST = 500;

/**
 * Compares rates of arrival with those of records that are stored and messages that are produced here. It comes
 * before other questions: a rate is from the first count on.
 *
 * @param ask The rows of a page's panel.
 */
export async function compareRates(
  world: OpenWorld,
  ask: (page: string, panel: string) => Promise<Record<string, unknown>[]>,
): Promise<void> {
  const { kafka, messages } = world;
  const { name } = transactions;
  const rates = async () => {
    const rows = await ask("pipeline", "rates");
    return rows.find(({ stream }) => stream === name)!;
  };
  const began = performance.now();
  const { stored, produced } = await rates();
  assert.deepEqual({ stored, produced }, { stored: null, produced: null });
  const first = performance.now();

  const created = Date.now();
  await world.add(
    transactions as Stream,
    Array.from({ length: ROWS }, (_, i) => ({
      event_timestamp: new Date(created - i).toISOString(),
      user_id: `user ${i % 7}`,
      transaction_id: crypto.randomUUID(),
      total_paid: i / 4,
      status: i % 3 ? "Paid" : "Refused",
    })),
  );
  const ended = Date.now();
  const producer = await openProducer(kafka);
  await producer.write(
    kafka.topicOf(transactions),
    Array.from({ length: MESSAGES }, () => ({ key: null, value: "-".repeat(60) })),
  );
  await producer.flush();
  await producer.close();
  (messages[name] as number[])[0] = MESSAGES;

  let asked = 0, row: Record<string, unknown> = {};
  await until(async () => {
    asked = performance.now();
    row = await rates();
    return Number(row.stored) > 0 && Number(row.produced) > 0;
  }, { every: 50, within: 10_000 });
  const last = performance.now();
  // Between the first look and this one, as each look takes some time; topics' ends are kept for a second.
  const is = (shown: unknown, count: number, slack: number) => {
    const low = 1000 * count / (last - began);
    const high = 1000 * count / Math.max(SHORTEST, asked - first - slack);
    assert.ok(Number(shown) >= low && Number(shown) <= high, `${shown} is not ${low} to ${high}`);
  };
  is(row.stored, ROWS, 0);
  is(row.produced, MESSAGES, 1000);
  const latency = Number(row.latency);
  assert.ok(latency >= 0 && latency <= ended - created + 1, `${latency} ms, of ${ended - created}`);
  const [totals] = await ask("pipeline", "totals");
  assert.equal(totals!.latency, latency);
  assert.ok(Number(totals!.stored) > 0 && Number(totals!.produced) > 0);
  const [overview] = await ask("overview", "totals");
  assert.ok(Number(overview!.rate) > 0);
}
