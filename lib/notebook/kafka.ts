import type { KafkaCalls } from "./kafka_api.ts";

/** Kafka's client takes a quarter of a second to load, which no first cell should wait for. */
const calls = async () => (await import("./kafka_calls.ts")).calls;

/** Kafka from a notebook. Each call opens its connection and closes it. */
export const kafka: KafkaCalls = {
  topics: async (options) => await (await calls()).topics(options),
  create: async (topic, options) => await (await calls()).create(topic, options),
  describe: async (topic) => await (await calls()).describe(topic),
  delete: async (topic) => await (await calls()).delete(topic),
  read: async (topic, options) => await (await calls()).read(topic, options),
  rows: async (topic, options) => await (await calls()).rows(topic, options),
  lag: async (options) => await (await calls()).lag(options),
  send: async (topic, records, options) => await (await calls()).send(topic, records, options),
};
