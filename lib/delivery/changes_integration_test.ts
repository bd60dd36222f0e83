/** Change events of one millisecond: each is a row, in order, and a repeated one adds none. */
import assert from "node:assert/strict";
import { connectKafka, type KafkaClient } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { describeTopics } from "../kafka/topic_admin.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { openTransport } from "../questdb/transport.ts";
import type { Source } from "../sources/source.ts";
import { defineStream, Nullable, type Stream, Symbol, Type } from "../streams/define.ts";
import { type Space, withNamespace } from "../testing.ts";
import { deliver } from "./deliver.ts";
import { sinkOnce } from "./serve_sink.ts";
import { sinkGroup } from "./sink.ts";

const shelves = defineStream({
  name: "shelves",
  key: "id",
  time: "ts_ms",
  identity: ["id"],
  changes: true,
  compact: true,
  partitions: 1,
  schema: Type.Object({ id: Symbol(), label: Nullable(Type.String()) }),
}) as Stream;
const shelf = (label: string) => ({ id: "a", label });
const ts_ms = 1_700_000_000_000;
const EVENTS = [
  { before: null, after: shelf("z"), op: "c", ts_ms },
  { before: shelf("z"), after: shelf("b"), op: "u", ts_ms },
  { before: shelf("b"), after: shelf("z"), op: "u", ts_ms },
  { before: shelf("z"), after: shelf("b"), op: "u", ts_ms },
  { before: shelf("b"), after: null, op: "d", ts_ms },
];
const ROWS = ["c z", "u b", "u z", "u b", "d b"];

function withKafka(test: (space: Space, kafka: KafkaClient) => Promise<void>): Promise<void> {
  return withNamespace(async (space) => {
    const kafka = await connectKafka(space.endpoints.kafka);
    try {
      await test(space, kafka);
    } finally {
      await kafka.close();
    }
  });
}

/** Writes events as another program would, and stores them. @returns How many were tombstones. */
async function store(
  { db, endpoints }: Space,
  kafka: KafkaClient,
  events: (object | null)[],
  { stream = shelves, key = "a" } = {},
) {
  await ensureTopics(kafka, [stream]);
  const producer = await openProducer(kafka);
  await producer.write(
    kafka.topicOf(stream),
    events.map((event) => ({ key, value: event && JSON.stringify(event) })),
  );
  await producer.flush();
  await producer.close();
  const transport = await openTransport(endpoints.questdb);
  let tombstones = 0;
  const onTombstone = () => void tombstones++;
  const signal = AbortSignal.timeout(60_000);
  await sinkOnce(stream, { kafka, db, transport, onTombstone, signal });
  return tombstones;
}

const labels = async ({ db }: Space, more = "") =>
  (await db.run(`select op, label from "${db.tableOf(shelves)}" ${more}`))
    .map(({ op, label }) => `${op} ${label}`);
const LATEST = "latest on timestamp partition by id";

Deno.test("every change of one millisecond is a row, in order; reading the topic again adds none", async () => {
  await withKafka(async (space, kafka) => {
    assert.equal(await store(space, kafka, [...EVENTS, null]), 1);
    assert.deepEqual(await labels(space), ROWS);
    assert.deepEqual(await labels(space, LATEST), ["d b"]);
    await kafka.administer(
      "read it again",
      (admin) => admin.deleteGroups([sinkGroup(kafka, shelves)]),
    );
    await store(space, kafka, []);
    assert.deepEqual(await labels(space), ROWS);
    assert.deepEqual(await labels(space, LATEST), ["d b"]);
  });
});

Deno.test("changes with a position in their source's log are stored once, however often they are sent", async () => {
  await withKafka(async (space, kafka) => {
    const events = EVENTS.map((event, i) => ({ ...event, source: { lsn: 26402128 + i } }));
    await store(space, kafka, [...events, ...events]);
    await store(space, kafka, events);
    assert.deepEqual(await labels(space), ROWS);
    assert.deepEqual(await labels(space, LATEST), ["d b"]);
  });
});

Deno.test("the changes of a file are stored once, whichever way and however often they are ingested", async () => {
  await withNamespace(async (space) => {
    async function* file(): Source {
      const lines = EVENTS.map((_, i) => i + 1);
      yield { stream: shelves, source: "shelves.json", records: EVENTS, lines, rejected: [] };
    }
    for (const via of ["kafka", "kafka", "direct"] as const) {
      const [account] = await deliver(file(), { endpoints: space.endpoints, via });
      assert.deepEqual([account!.stored, account!.rows], [5, 5]);
      assert.deepEqual(await labels(space), ROWS);
    }
  });
});

Deno.test("a change stream's table of an older version gets the column that it lacks, and keeps its rows", async () => {
  await withKafka(async (space, kafka) => {
    const { db } = space;
    const table = db.tableOf(shelves);
    await db.run(`create table "${table}" (timestamp timestamp, id symbol, label varchar, op symbol)
      timestamp(timestamp) partition by day wal dedup upsert keys(timestamp, id)`);
    await db.run(`insert into "${table}" values ('2023-01-01T00:00:00Z', 'a', 'old', 'c')`);
    await store(space, kafka, EVENTS);
    assert.deepEqual(await labels(space), ["c old", ...ROWS]);
  });
});

Deno.test("events of Debezium are stored, whichever way Connect writes them; deletions are no dead letters", async () => {
  const wrap = (payload: object | null) => ({ schema: { type: "struct" }, payload });
  const books = defineStream({
    name: "shelves",
    key: "id",
    time: "ts_ms",
    identity: ["id"],
    changes: true,
    compact: true,
    partitions: 1,
    schema: Type.Object({ id: Symbol({ integers: true }), label: Nullable(Type.String()) }),
  }) as Stream;
  const source = { connector: "postgresql", table: "shelves", snapshot: "false" };
  const event = (op: string, before: object | null, after: object | null, lsn: number) => ({
    before,
    after,
    source: { ...source, lsn },
    transaction: null,
    op,
    ts_ms,
    ts_ns: 1_700_000_000_000_000_000,
  });
  const row = { id: 7, label: "z", created_at: "2023-11-14T00:00:00.000Z" };
  const events = [
    event("r", null, row, 1),
    wrap(event("u", row, { ...row, label: "b" }, 2)),
    event("d", { ...row, label: "b" }, null, 3),
    null,
    wrap(event("c", null, row, 4)),
    wrap(event("d", row, null, 5)),
    wrap(null),
  ];
  await withKafka(async (space, kafka) => {
    assert.equal(await store(space, kafka, events, { stream: books, key: '{"id":7}' }), 2);
    const rows = await space.db.run(`select id, op, label from "${space.db.tableOf(books)}"`);
    assert.deepEqual(rows.map(({ id, op, label }) => `${id} ${op} ${label}`), [
      "7 r z",
      "7 u b",
      "7 d b",
      "7 c z",
      "7 d z",
    ]);
    const letters = kafka.deadLetterTopicOf(books);
    assert.deepEqual(
      (await describeTopics(kafka, [letters]))[0]?.partitions.map(({ end }) => end),
      [0],
    );
  });
});
