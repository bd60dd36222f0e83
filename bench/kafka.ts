import kafkajs from "kafkajs";
import { connectKafka } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { ensureTopics } from "../lib/kafka/topics.ts";
import { taxiTrips } from "../lib/feeds/taxi/taxi_trips.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import type { Bench, Time } from "./bench.ts";
import { tripRecords } from "./trips.ts";

const MESSAGES = 100_000;
/** Messages passed to a producer at a time. */
const BATCH = 2000;

interface TripMessage {
  key: string;
  value: string;
}

/** Taxi trips of about 800 bytes written to a topic of two partitions, acknowledged by all replicas. */
export const kafka: Bench = {
  name: "kafka",
  unit: "messages",
  summary: "messages written to Kafka at acks=all",
  open() {
    const trips = tripRecords(MESSAGES);
    const messages = trips.map((trip) => ({ key: trip.trip_id, value: taxiTrips.encode(trip) }));
    const batches = Array.from(
      { length: MESSAGES / BATCH },
      (_, i) => messages.slice(i * BATCH, (i + 1) * BATCH),
    );
    return {
      peers: true,
      bytes: messages.reduce((sum, { key, value }) => sum + key.length + value.length, 0),
      ways: [
        { name: "ours", run: (time) => withNamespace((space) => write(batches, space, time)) },
        {
          name: "kafkajs",
          ratio: 1.5,
          run: (time) => withNamespace((space) => writeKafkajs(batches, space, time)),
        },
      ],
    };
  },
};

async function write(batches: TripMessage[][], { endpoints }: Space, time: Time) {
  const client = await connectKafka(endpoints.kafka);
  await ensureTopics(client, [taxiTrips]);
  const producer = await openProducer(client);
  await time(async () => {
    for (const batch of batches) await producer.write(client.topicOf(taxiTrips), batch);
    const written = await producer.flush();
    return written.get(client.topicOf(taxiTrips))!.acked;
  });
  await producer.close();
  await client.close();
}

/** Kafkajs's own producer, as its documentation shows it: fastest with whole batches, one after the other. */
async function writeKafkajs(batches: TripMessage[][], { endpoints }: Space, time: Time) {
  const client = await connectKafka(endpoints.kafka);
  await ensureTopics(client, [taxiTrips]);
  await client.close();
  const { brokers, ssl, sasl } = endpoints.kafka;
  const peer = new kafkajs.Kafka({
    brokers,
    ssl,
    sasl: sasl as never,
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const producer = peer.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await time(async () => {
    for (const messages of batches) {
      await producer.send({ topic: client.topicOf(taxiTrips), acks: -1, messages });
    }
    return batches.length * BATCH;
  });
  await producer.disconnect();
}
