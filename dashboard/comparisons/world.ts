import { store } from "../../lib/api/testing.ts";
import { createView, sliceViews } from "../../lib/api/views.ts";
import { orders, transactions } from "../../lib/feeds/mod.ts";
import { flows } from "../../lib/flows/mod.ts";
import { createTopic } from "../../lib/kafka/create_topic.ts";
import type { KafkaClient } from "../../lib/kafka/client.ts";
import { openProducer } from "../../lib/kafka/producer.ts";
import { countRanges } from "../../lib/kafka/write/offset_ranges.ts";
import { connectQuestdb } from "../../lib/questdb/client.ts";
import { ensureTables } from "../../lib/questdb/tables.ts";
import { until } from "../../lib/retry.ts";
import { deadLetters } from "../../lib/streams/dead_letters.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import type { Space } from "../../lib/testing.ts";
import { windows } from "../../lib/windows/find.ts";
import { fillTables, fillWindow } from "../testing.ts";
import type { Stored, World } from "./compared.ts";

/** Time of the first records. */
export const START = Date.UTC(2026, 0, 1);
/** Records of each feed's first stream. */
const LIMIT = 1000;

/** A world that can be added to. */
export interface OpenWorld extends World {
  /** Stores records, and remembers them. */
  add(stream: Stream, records: readonly Record<string, unknown>[]): Promise<void>;
  /** Stores the windows of all records. */
  addWindows(): Promise<void>;
  /** Makes the orders API's views, which panels use if they are there. */
  addViews(): Promise<void>;
  /** Stores what the flows make of all records. */
  addFlows(): Promise<void>;
}

/** Fills tables and topics of a namespace, and some of another one within it. */
export async function openWorld(space: Space, kafka: KafkaClient): Promise<OpenWorld> {
  const { endpoints, db, prefix } = space;
  const filled = { from: Date.now() - 1000, to: Infinity };
  const rows = new Map<Stream, Stored[]>();
  const records = new Map<Stream, Record<string, unknown>[]>();
  function remember(stream: Stream, more: readonly Record<string, unknown>[]): void {
    const all = [...rows.get(stream) ?? [], ...more.map((record) => rowOf(stream, record))];
    // The same time and identity is the same row: the last one counts.
    const keyOf = (row: Stored) =>
      JSON.stringify([row.timestamp, ...stream.identity.map((name) => row[name])]);
    const once = [...new Map(all.map((row) => [keyOf(row), row])).values()];
    rows.set(stream, once.toSorted((a, b) => a.timestamp - b.timestamp));
    records.set(stream, [...records.get(stream) ?? [], ...more]);
  }
  const start = new Date(START).toISOString();
  const stored = await fillTables(endpoints.questdb, { start, limit: LIMIT });
  for (const [stream, own] of stored) remember(stream, own);
  const world: OpenWorld = {
    all: (stream) => rows.get(stream) ?? [],
    within: (stream, from, to) =>
      (rows.get(stream) ?? []).filter(({ timestamp }) => timestamp >= from && timestamp < to),
    has: (stream) => rows.has(stream),
    filled,
    ...await fillTopics(kafka),
    db,
    kafka,
    async add(stream, more) {
      await store(space, stream, more as []);
      remember(stream, more);
    },
    async addWindows() {
      for (const window of windows) await fillWindow(db, endpoints.questdb, window);
    },
    async addViews() {
      for (const view of sliceViews) await db.run(createView(view, prefix));
      await until(async () => {
        const views = await db.run(
          "select view_name name, refresh_base_table_txn = base_table_txn whole from materialized_views()",
        );
        return sliceViews.every(({ name }) =>
          views.some((view) => view.name === prefix + name && view.whole)
        );
      }, { every: 20, within: 20_000 });
    },
    async addFlows() {
      for (const { to, inputs } of flows) {
        if (rows.has(to)) continue; // joins nothing: filled with its stream
        const made = inputs.flatMap(({ from, table, write }) => {
          const newest = new Map(
            table && records.get(table.stream)!.map((record) => [
              table.stream.keyOf(record),
              picked((record.after ?? record) as typeof record, table.fields),
            ]),
          );
          return records.get(from)!.flatMap((record) =>
            write(record, newest.get(String(table && record[table.by])) ?? {}) ?? []
          );
        });
        await world.add(to, made);
      }
    },
  };
  await world.add(deadLetters as Stream, letters(start));
  const foreign = connectQuestdb({ ...endpoints.questdb, prefix: `${prefix}x_` });
  await ensureTables(foreign, [orders]);
  await foreign.close();
  return world;
}

/** The fields that a flow takes from a row. */
function picked(row: Record<string, unknown>, fields: readonly string[] | undefined) {
  return Object.fromEntries((fields ?? Object.keys(row)).map((name) => [name, row[name]]));
}

/** A record as its table has it. */
function rowOf(stream: Stream, record: Record<string, unknown>): Stored {
  if (stream.changes) {
    const { op, before, after, ts_ms } = record;
    return { ...(op === "d" ? before : after) as object, op, timestamp: ts_ms as number };
  }
  const { [stream.time]: time, ...rest } = record;
  return { ...rest, timestamp: Date.parse(time as string) };
}

/** Dead letters of several streams and reasons; some were sent again. */
function letters(start: string): Record<string, unknown>[] {
  const kinds = [
    { stream: "orders", field: "price", reason: "must be >= 0", attempts: 1, count: 4 },
    { stream: "orders", field: "price", reason: "must be >= 0", attempts: 2, count: 1 },
    { stream: "orders", field: null, reason: "not JSON", attempts: null, count: 2 },
    { stream: "github_events", field: "type", reason: "must be string", attempts: 0, count: 6 },
    {
      stream: "github_events",
      field: "type",
      reason: "too long",
      attempts: 1,
      count: 7,
      replayed: start,
    },
  ];
  return kinds.flatMap(({ count, replayed = null, ...kind }, place) =>
    Array.from({ length: count }, (_, i) => ({
      ...kind,
      replayed,
      time: new Date(Date.parse(start) + 1000 * i + place).toISOString(),
      source: `source ${place}`,
      line: i,
      value: null,
      record: null,
    }))
  );
}

/** Messages, and groups that have read some of them; one of another namespace within this one. */
async function fillTopics(kafka: KafkaClient): Promise<Pick<World, "lags" | "messages">> {
  const wanted: Record<string, number[]> = {
    github_events: [90, 60],
    orders: [40],
    letters: [0, 5, 0],
    [transactions.name]: [0],
  };
  const producer = await openProducer(kafka);
  const messages: Record<string, number[]> = {};
  for (const [name, counts] of Object.entries(wanted)) {
    const topic = await createTopic(kafka, name, { partitions: counts.length });
    const count = counts.reduce((a, b) => a + b, 0);
    if (count > 0) {
      await producer.write(
        topic,
        Array.from({ length: count }, (_, i) => ({ key: `key ${i}`, value: "-".repeat(60) })),
      );
    }
    const ranges = (await producer.flush()).get(topic)?.ranges;
    messages[name] = counts.map((_, partition) => countRanges(ranges?.get(partition) ?? []));
  }
  await producer.close();
  const groups = [
    { group: "sink_github_events", topic: "github_events", offsets: [17, 0] },
    { group: "sink_orders", topic: "orders", offsets: [40] },
    { group: "mine", topic: "letters", offsets: [0, 1, 0] },
    { group: "x_sink_orders", topic: "orders", offsets: [1] },
  ];
  const lags = [];
  for (const { group, topic, offsets } of groups) {
    await commit(kafka, { group: kafka.prefix + group, topic: kafka.prefix + topic, offsets });
    const counts = messages[topic]!;
    const committed = offsets.reduce((a, b) => a + b, 0);
    lags.push({ group, topic, committed, lag: counts.reduce((a, b) => a + b, 0) - committed });
  }
  return { messages, lags: lags.filter(({ group }) => !group.startsWith("x_")) };
}

/** Commits as a group without members. */
async function commit(
  kafka: KafkaClient,
  { group, topic, offsets }: { group: string; topic: string; offsets: number[] },
): Promise<void> {
  const partitions = offsets.map((offset, partition) => ({ partition, offset: String(offset) }));
  await kafka.ask(`commit offsets of ${group}`, async (cluster) => {
    const coordinator = await cluster.findGroupCoordinator({ groupId: group });
    const topics = [{ topic, partitions: partitions.filter(({ offset }) => offset !== "0") }];
    await coordinator.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: "", topics });
  });
}
