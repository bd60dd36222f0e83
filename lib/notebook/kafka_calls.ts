/** What {@linkcode kafka} does, loaded with its first call. */
import { createTopic } from "../kafka/create_topic.ts";
import { findTopic } from "../kafka/find_topic.ts";
import { type GroupLag, listGroups } from "../kafka/groups.ts";
import { openProducer } from "../kafka/producer.ts";
import { readTopic } from "../kafka/read.ts";
import { type MessageRow, messageRow, topicRow } from "../kafka/summaries.ts";
import { deleteTopics, describeTopics, listTopics, topicConfig } from "../kafka/topic_admin.ts";
import type { TopicInfo } from "../kafka/topic_admin.ts";
import { isStream } from "../questdb/sql_template.ts";
import type { Stream } from "../streams/stream.ts";
import type { FieldError } from "../streams/check.ts";
import type { KafkaCalls, KafkaReadOptions, KafkaRowsOptions, TopicLike } from "./kafka_api.ts";
import { signalOf } from "./stop.ts";
import { momentOf } from "./topics/time_range.ts";
import type { TopicPlace } from "./topics/topic_row.ts";
import { topicRows } from "./topics/topic_rows.ts";
import { withKafka } from "./with_kafka.ts";

/** The calls of {@linkcode kafka}. */
export const calls: KafkaCalls = {
  topics,
  create,
  describe,
  delete: remove,
  read,
  rows,
  lag,
  send,
};

async function topics({ all = false } = {}) {
  return await withKafka(async (client) => {
    const names = (await listTopics(client)).filter((name) =>
      all || name.startsWith(client.prefix)
    );
    return (await describeTopics(client, names)).map(topicRow);
  });
}

async function create(
  topic: TopicLike,
  options: { partitions?: number; config?: Record<string, string> } = {},
): Promise<string> {
  return await withKafka((client) => createTopic(client, labelOf(topic), options));
}

async function describe(topic: TopicLike): Promise<TopicInfo & { config: Record<string, string> }> {
  return await withKafka(async (client) => {
    const name = await findTopic(client, labelOf(topic));
    const [info] = await describeTopics(client, [name]);
    return { ...info!, config: await topicConfig(client, name) };
  });
}

async function remove(topic: TopicLike): Promise<string> {
  return await withKafka(async (client) => {
    const name = await findTopic(client, labelOf(topic), { own: true });
    await deleteTopics(client, [name]);
    return name;
  });
}

async function read(topic: TopicLike, options: KafkaReadOptions = {}): Promise<MessageRow[]> {
  const { from, limit = 100, follow, signal } = options;
  const reading = { from, follow, signal: signalOf(signal) };
  return await withKafka(async (client) => {
    const name = await findTopic(client, labelOf(topic));
    const found: MessageRow[] = [];
    if (limit <= 0) return found;
    for await (const { partition, messages } of readTopic(client, name, defined(reading))) {
      for (const message of messages.slice(0, limit - found.length)) {
        found.push(messageRow(partition, message));
      }
      if (found.length >= limit) break;
    }
    return found;
  });
}

// deno-lint-ignore no-explicit-any
async function rows<T extends object = Record<string, any>>(
  topic: Stream<T> | string,
  options: KafkaRowsOptions = {},
): Promise<(T & TopicPlace)[]> {
  const { from, to, limit = 10_000, signal, log = console.log } = options;
  const range = {
    from: from === undefined ? undefined : momentOf(from, "from"),
    to: to === undefined ? undefined : momentOf(to, "to"),
    ...{ limit, signal: signalOf(signal) },
  };
  return await withKafka(async (client) => {
    const name = await findTopic(client, labelOf(topic));
    const stream = isStream(topic) ? topic : undefined;
    const found = await topicRows(client, { topic: name, stream }, range);
    if (found.refused > 0) {
      log(`${found.refused} messages of ${name} are not records of the stream: ${found.reason}`);
    }
    if (found.more) log(`Showing the first ${limit} messages; read on with from or a larger limit`);
    return found.rows as (T & TopicPlace)[];
  });
}

async function lag({ all = false } = {}): Promise<GroupLag[]> {
  return await withKafka((client) => listGroups(client, { all }));
}

async function send<T extends Record<string, unknown>>(
  topic: TopicLike,
  records: readonly T[],
  { key }: { key?: (record: T) => string | null } = {},
): Promise<number> {
  const stream = isStream(topic) ? topic : undefined;
  records.forEach((record, i) => {
    const [error] = stream ? problemsOf(stream, record) : [];
    if (error) {
      throw new TypeError(
        `Cannot send record ${i} to ${stream!.name}: ${error.field} ${error.reason}`,
      );
    }
  });
  return await withKafka(async (client) => {
    const name = await findTopic(client, labelOf(topic), { own: true });
    const producer = await openProducer(client, { signal: signalOf() });
    try {
      const large = await producer.write(
        name,
        records.map((record) => ({
          key: key ? key(record) : stream?.keyOf(record) ?? null,
          value: stream ? stream.encode(record) : JSON.stringify(record),
        })),
      );
      if (large[0]) throw new RangeError(`Cannot send record ${large[0].index}: it is too large`);
      return (await producer.flush()).get(name)?.acked ?? 0;
    } finally {
      await producer.close();
    }
  });
}

/** What is wrong with a record that is to be written: also a misspelt field, which a sink would leave out. */
function problemsOf(stream: Stream, record: Record<string, unknown>): FieldError[] {
  const errors = stream.check(record);
  if (errors.length > 0) return errors;
  const finer = stream.finerTime(record);
  if (finer) return [finer];
  const names = stream.unknown === "keep" ? [] : stream.unknownIn(record);
  return names.map((field) => ({ field, reason: "is not a field of the stream" }));
}

const labelOf = (topic: TopicLike): string => isStream(topic) ? topic.name : topic as string;

/** Without undefined options. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as never;
}
