/** How long a final row takes to be readable after the event that closed its window. */
import { PAYERS } from "../../lib/feeds/transactions/payers.ts";
import { transactions } from "../../lib/feeds/transactions/transactions.ts";
import { readTopic } from "../../lib/kafka/read.ts";
import { partitionOf } from "../../lib/kafka/write/partitioner.ts";
import { sleep } from "../../lib/retry.ts";
import { seeded } from "../../lib/random.ts";
import { uuid } from "../../lib/simulators/uuid.ts";
import { isoTime } from "../../lib/time.ts";
import { count, defineWindow, sum, tumbling } from "../../lib/windows/define.ts";
import { outputStream } from "../../lib/windows/output.ts";
import { withService } from "./service.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const GRACE = 1000;
/** Milliseconds between two rounds, each of one record for each partition. */
const ROUND = 10;
/** Milliseconds of event time between them: a window closes every ten rounds. */
const STEP = 100;

const window = defineWindow({
  name: "transactions_1s",
  from: transactions,
  window: tumbling("1s"),
  grace: `${GRACE}ms`,
  aggregate: { paid: sum("total_paid"), payments: count() },
});

/** One payer for each partition, so that a round moves the time of all. */
const payers = Array.from(
  { length: transactions.partitions },
  (_, partition) =>
    PAYERS.find(({ id }) => partitionOf(id, transactions.partitions) === partition)!,
);

/**
 * Sends records for some seconds to a window of a second of event time that runs as a service.
 *
 * @returns Milliseconds for each window: from the moment before the event that moves the watermark past
 * its end is published, until its row is read from the output topic.
 */
export async function timeRows(seconds: number): Promise<number[]> {
  const waits: number[] = [];
  await withService(window, async ({ kafka, producer }) => {
    const topic = kafka.topicOf(transactions);
    const output = kafka.topicOf(outputStream(window, "deno"));
    /** When the first event at or after a time was published, by that time. */
    const published: { time: number; at: number }[] = [];
    const over = new AbortController();
    const reading = (async () => {
      for await (
        const { messages } of readTopic(kafka, output, { follow: true, signal: over.signal })
      ) {
        const now = performance.now();
        for (const message of messages) {
          const end = Date.parse(JSON.parse(message.text()!).window_end);
          const closing = published.find(({ time }) => time - GRACE >= end - 1);
          if (closing) waits.push(now - closing.at);
        }
      }
    })();
    const random = seeded(1);
    await sleep(2000); // the first records would measure how the service starts
    const end = performance.now() + seconds * 1000;
    for (let time = START; performance.now() < end; time += STEP) {
      const messages = payers.map(({ id, pays }) => ({
        key: id,
        value: transactions.encode({
          event_timestamp: isoTime(Math.floor(time / 1000), (time % 1000) * 1000, 3),
          user_id: id,
          transaction_id: uuid(random),
          total_paid: pays,
          status: "Paid",
        }),
      }));
      published.push({ time, at: performance.now() });
      await producer.write(topic, messages);
      await producer.flush();
      await sleep(ROUND);
    }
    await sleep(1000);
    over.abort();
    await reading;
  });
  return waits;
}
