/** Records that are hostile, and tables and topics that change under a running sink. */
import assert from "node:assert/strict";
import { connectKafka, type KafkaClient } from "../kafka/client.ts";
import { openProducer, type OutgoingMessage } from "../kafka/producer.ts";
import { readTopic } from "../kafka/read.ts";
import { deleteTopics } from "../kafka/topic_admin.ts";
import { ensureTopics } from "../kafka/topics.ts";
import type { Account } from "../processing/account.ts";
import { originOf } from "../processing/dead_letter_headers.ts";
import { openTransport } from "../questdb/transport.ts";
import { until } from "../retry.ts";
import type { Source } from "../sources/source.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { type Space, withNamespace } from "../testing.ts";
import { deliver, type DeliverOptions } from "./deliver.ts";
import { sinkOnce } from "./serve_sink.ts";
import { openSink } from "./sink.ts";

const notes = defineStream({
  name: "notes",
  key: "id",
  time: "at",
  identity: ["id"],
  partitions: 1,
  unknown: "refuse",
  schema: Type.Object({ id: Symbol(), at: Timestamp(), text: Type.String() }),
}) as Stream;
const note = (id: number, text = "fine") => ({
  id: `n${id}`,
  at: "2026-01-01T00:00:00.000Z",
  text,
});

async function* sourceOf(
  records: Record<string, unknown>[],
  { modified = "2026-01-02T00:00:00.000Z", between = () => Promise.resolve() } = {},
): Source {
  for (let at = 0; at < records.length; at += 1000) {
    const part = records.slice(at, at + 1000);
    const lines = part.map((_, i) => at + i + 1);
    yield { stream: notes, source: "notes.csv", modified, records: part, lines, rejected: [] };
    await between();
  }
}

async function ingest(records: Source, options: DeliverOptions): Promise<Account> {
  const [account] = await deliver(records, options);
  return account!;
}

/** Writes messages to the stream's topic as another program would. */
async function produce(kafka: KafkaClient, messages: OutgoingMessage[]): Promise<void> {
  await ensureTopics(kafka, [notes]);
  const producer = await openProducer(kafka);
  assert.deepEqual(await producer.write(kafka.topicOf(notes), messages), []);
  await producer.flush();
  await producer.close();
}

const message = (record: object, more = {}) => ({
  key: "k",
  value: JSON.stringify(record),
  ...more,
});

/** Runs a sink to the end of what its topics hold. */
async function store({ db, endpoints }: Space, kafka: KafkaClient): Promise<void> {
  const transport = await openTransport(endpoints.questdb);
  await sinkOnce(notes, { kafka, db, transport, signal: AbortSignal.timeout(60_000) });
}

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

const count = async ({ db }: Space, stream: Stream) =>
  (await db.sql<{ n: number }>`select count() n from ${stream}`)[0]!.n;

Deno.test("no time of a message stops a sink", async () => {
  await withKafka(async (space, kafka) => {
    await ensureTopics(kafka, [notes]);
    await kafka.administer("prepare the test", (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [{
          type: 2, // a topic
          name: kafka.topicOf(notes),
          configEntries: [
            { name: "message.timestamp.before.max.ms", value: "9223372036854775807" },
            { name: "message.timestamp.after.max.ms", value: "9223372036854775807" },
          ],
        }],
      }));
    const times = [-1, 0, 253_402_300_799_999, 8_640_000_000_000_001, 9e15];
    await produce(kafka, times.map((timestamp) => ({ key: null, value: "bad", timestamp })));
    await produce(kafka, [message(note(1))]);
    await store(space, kafka);
    assert.equal(await count(space, notes), 1);
    assert.equal(await count(space, deadLetters as Stream), times.length);
  });
});

Deno.test("a dead letter that QuestDB refuses is kept in a form that it takes", async () => {
  await withKafka(async (space, kafka) => {
    await produce(kafka, [message({ ...note(1), "evil\0name": 1 }), message(note(2))]);
    await store(space, kafka);
    const rows = await space.db.sql`select field, record from ${deadLetters}`;
    assert.deepEqual(rows.map(({ field }) => field), ["evil\\x00name"]);
    assert.match(String(rows[0]!.record), /evil.*name/);
    assert.equal(await count(space, notes), 1);
  });
});

Deno.test("a record that is too large for Kafka is a dead letter that says that its text is cut", async () => {
  await withKafka(async (space, kafka) => {
    const account = await ingest(sourceOf([note(1, "x".repeat(1_500_000)), note(2)]), space);
    assert.deepEqual([account.stored, account.deadLettered], [1, 1]);
    const [row] = await space.db.sql`select reason, length(record) size from ${deadLetters}`;
    assert.match(
      String(row!.reason),
      /^is too large for Kafka: .* \(its text is cut to 64 KiB\)$/,
    );
    assert.equal(row!.size, 65_536);
    for await (const { messages } of readTopic(kafka, kafka.deadLetterTopicOf(notes))) {
      for (const { headers } of messages) assert.equal(originOf(headers).text, "cut");
    }
  });
});

Deno.test("a message without a value is a dead letter, unless its topic is compacted", async () => {
  await withKafka(async (space, kafka) => {
    await produce(kafka, [{ key: "k", value: null }, message(note(1))]);
    await store(space, kafka);
    const rows = await space.db.sql`select reason from ${deadLetters}`;
    assert.deepEqual(rows.map(({ reason }) => reason), ["has no value"]);
    assert.equal(await count(space, notes), 1);
  });
});

Deno.test("dead letters of other programs are kept apart, and do not count as rejections of a run", async () => {
  await withKafka(async (space, kafka) => {
    await ensureTopics(kafka, [notes]);
    const producer = await openProducer(kafka);
    const letters = ["0", "1"].map((partition) => ({
      key: null,
      value: "{}",
      timestamp: Date.now() + 60_000,
      headers: {
        "__connect.errors.topic": kafka.topicOf(notes),
        "__connect.errors.partition": partition,
        "__connect.errors.offset": "0",
        "__connect.errors.exception.message": "no such table",
      },
    }));
    await producer.write(kafka.deadLetterTopicOf(notes), letters);
    await producer.flush();
    await producer.close();
    const account = await ingest(sourceOf([note(1), note(2)]), space);
    const { published, stored, rejected, deadLettered } = account;
    assert.deepEqual([published, stored, rejected, deadLettered], [2, 2, 0, 0]);
    const rows = await space.db.sql`select source, attempts from ${deadLetters} order by source`;
    const topic = kafka.topicOf(notes);
    assert.deepEqual(rows.map(({ source, attempts }) => [source, attempts]), [
      [`${topic}/0`, null],
      [`${topic}/1`, null],
    ]);
  });
});

Deno.test("a file of 1969 has its dead letters in the table", async () => {
  await withNamespace(async (space) => {
    const { endpoints } = space;
    const records = sourceOf([note(1), { id: 2 }], { modified: "1969-07-20T20:17:40.000Z" });
    const account = await ingest(records, { endpoints, via: "direct" });
    assert.deepEqual([account.stored, account.deadLettered], [1, 1]);
    assert.equal(await count(space, deadLetters as Stream), 1);
  });
});

Deno.test("a bad record of a megabyte is a dead letter, its text cut", async () => {
  await withKafka(async (space, kafka) => {
    await produce(kafka, [{ key: "k", value: `"${"x".repeat(999_800)}"` }, message(note(1))]);
    await store(space, kafka);
    const rows = await space.db.sql<{ reason: string; record: string }>`
      select reason, record from ${deadLetters}`;
    assert.equal(rows.length, 1);
    assert.match(rows[0]!.reason, /must be an object.*cut to 64 KiB/);
    assert.equal(rows[0]!.record.length, 65_536);
    assert.equal(await count(space, notes), 1);
  });
});

for (const via of ["kafka", "direct"] as const) {
  Deno.test(`a table dropped during an ingest (${via}) is made again; stored is what is there`, async () => {
    await withNamespace(async (space) => {
      const { db, endpoints } = space;
      const warnings: string[] = [];
      let batches = 0;
      async function between() {
        if (++batches !== 3) return;
        if (via === "kafka") await until(() => count(space, notes).then((n) => n > 0));
        await db.run(`drop table "${db.tableOf(notes)}"`);
      }
      const records = sourceOf(Array.from({ length: 6000 }, (_, i) => note(i)), { between });
      const onWarning = (text: string) => void warnings.push(text);
      const account = await ingest(records, { endpoints, via, onWarning });
      assert.equal(account.published, 6000);
      assert.equal(account.stored, account.rows);
      const least = via === "kafka" ? 3000 : 6000; // directly, nothing was sent before the drop
      assert.ok(account.rows! >= least, `${account.rows} rows`);
      assert.equal(await count(space, notes), account.rows);
      assert.match(warnings.join(), /was dropped .* made again/);
    });
  });
}

Deno.test("a sink stops at an altered column; after the repair nothing is missing", async () => {
  await withKafka(async (space, kafka) => {
    const { db, endpoints } = space;
    const transport = await openTransport(endpoints.questdb);
    await produce(kafka, [message(note(0))]);
    const sink = await openSink(notes, { kafka, db, transport });
    sink.done.catch(() => {}); // asserted below
    await until(() => count(space, notes).then((n) => n === 1));
    const table = db.tableOf(notes);
    await db.run(`alter table "${table}" alter column text type DOUBLE`);
    await produce(kafka, Array.from({ length: 50 }, (_, i) => message(note(i))));
    await assert.rejects(sink.done, /its column text is DOUBLE, expected VARCHAR/);
    await assert.rejects(sink.stop());
    await db.run(`alter table "${table}" alter column text type VARCHAR`);
    await store(space, kafka);
    const [row] = await db.sql`select count() n, count(text) texts from ${notes}`;
    assert.deepEqual([row!.n, Number(row!.texts) >= 49], [50, true]); // the first was stored before
  });
});

Deno.test("dead letters of a deleted topic do not count for the one made again", async () => {
  await withKafka(async (space, kafka) => {
    const { endpoints } = space;
    await produce(kafka, Array.from({ length: 100 }, () => ({ key: null, value: "x" })));
    await store(space, kafka);
    await deleteTopics(kafka, [kafka.topicOf(notes)]);
    await kafka.administer(
      "prepare the test",
      (admin) => admin.deleteGroups([`${space.prefix}sink_notes`]),
    );
    const account = await ingest(
      sourceOf(Array.from({ length: 1000 }, (_, i) => note(i))),
      { endpoints },
    );
    assert.deepEqual([account.stored, account.deadLettered], [1000, 0]);
  });
});
