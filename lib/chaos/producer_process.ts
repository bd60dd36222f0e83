/** The producer of `deno task chaos`, a process of its own: sends records in order, and remembers what was acknowledged. */
import { findEngines } from "../delivery/find_engines.ts";
import { connectKafka } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { Outages } from "../outage.ts";
import { sleep } from "../retry.ts";
import { hasAckLog, openAckLog, readAcks } from "./ack_log.ts";
import { type ChildConfig, childConfig } from "./child_config.ts";
import { plan } from "./records.ts";
import { chaosRecords } from "./stream.ts";

async function produce({ endpoints, seed, acks, rows, rate, until }: ChildConfig): Promise<void> {
  const kafka = await connectKafka(endpoints.kafka, {
    patience: Infinity,
    connectTimeout: 120_000, // the broker may be down
    find: findEngines.kafka,
    outages: new Outages(console.error),
  });
  const producer = await openProducer(kafka);
  // A life before this one may have sent a chunk whose line it did not write: such a chunk is sent
  // again first, even if the time is over, so that in the end the file knows all that was acknowledged.
  let again = await hasAckLog(acks);
  let { next, sent } = await readAcks(acks);
  const log = await openAckLog(acks);
  const topic = kafka.topicOf(chaosRecords);
  const first = next;
  let started = performance.now();
  const most = Math.max(1, Math.min(2000, Math.round(rate / 5)));
  while (next < rows && (again || until === null || Date.now() < until)) {
    let due = first + (performance.now() - started) / 1000 * rate;
    if (due - next > rate) {
      // More than a second late: that is not made up for, or the run would end in a burst after an
      // outage, before all was killed.
      started += (due - next - rate) / rate * 1000;
      due = next + rate;
    }
    if (!again && due < next + 1) await sleep(Math.max(5, (next + 1 - due) / rate * 1000));
    const to = Math.min(rows, next + most, again ? Infinity : Math.max(next + 1, Math.floor(due)));
    again = false;
    const messages = [];
    for (; next < to; next++) messages.push(...plan(seed, next).messages);
    const [tooLarge] = await producer.write(topic, messages);
    if (tooLarge) throw new Error(`Cannot send a record: ${tooLarge.bytes} bytes are too large`);
    await producer.flush();
    sent += messages.length;
    log.add({ next, sent });
  }
  await producer.close();
  await kafka.close();
  log.close();
}

if (import.meta.main) {
  await produce(await childConfig());
  Deno.exit(0);
}
