/** Dead letters sent again: after a fix, twice, too often, from the source topic, after a kill. */
import assert from "node:assert/strict";
import { connectKafka, type KafkaClient } from "../kafka/client.ts";
import { openProducer, type OutgoingMessage } from "../kafka/producer.ts";
import { readTopic } from "../kafka/read.ts";
import { deleteTopics } from "../kafka/topic_admin.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { createTable } from "../questdb/tables.ts";
import { openTransport } from "../questdb/transport.ts";
import type { Source } from "../sources/source.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { reject } from "../streams/rejection.ts";
import { type Space, withNamespace } from "../testing.ts";
import { deliver } from "./deliver.ts";
import { REASONS_VIEW } from "./letter_table.ts";
import type { OpenLetter } from "./replay_letters.ts";
import { replayAndStore, type ReplayRunOptions } from "./replay_run.ts";
import { sinkOnce } from "./serve_sink.ts";
import type { Store } from "./store.ts";

/** The same stream twice: as it was declared, and repaired. */
const declare = (maxLength: number, sensitive: ("secret")[] = []) =>
  defineStream({
    name: "notes",
    key: "id",
    time: "at",
    identity: ["id"],
    partitions: 1,
    sensitive,
    schema: Type.Object({
      id: Symbol(),
      at: Timestamp(),
      text: Type.String({ maxLength }),
      secret: Type.String(),
    }),
  }) as Stream;
const strict = declare(5), repaired = declare(2_000_000);
const note = (id: number, text = "too long") => ({
  id: `n${id}`,
  at: "2026-01-01T00:00:00.000Z",
  text,
  secret: "hush",
});
const message = (record: object): OutgoingMessage => ({ key: "k", value: JSON.stringify(record) });

/** A namespace, and what the tests do in it. */
interface Bench extends Space {
  kafka: KafkaClient;
  /** Writes messages to the topic as another program would. */
  send(stream: Stream, messages: OutgoingMessage[]): Promise<void>;
  /** Sends them, and runs a sink to the end of what the topics hold. */
  store(stream: Stream, messages: OutgoingMessage[]): Promise<void>;
  replay(stream: Stream, options?: Partial<ReplayRunOptions>): Promise<Record<string, unknown>>;
  /** Open letters by reason, as SQL sees them. */
  open(): Promise<Record<string, number>>;
  rows(): Promise<number>;
}

function withBench(test: (bench: Bench) => Promise<void>): Promise<void> {
  return withNamespace(async (space) => {
    const { db, endpoints } = space;
    const kafka = await connectKafka(endpoints.kafka);
    const store: Store = { db, transport: await openTransport(endpoints.questdb) };
    const signal = AbortSignal.timeout(60_000);
    async function send(stream: Stream, messages: OutgoingMessage[]): Promise<void> {
      await ensureTopics(kafka, [stream]);
      const producer = await openProducer(kafka);
      assert.deepEqual(await producer.write(kafka.topicOf(stream), messages), []);
      await producer.flush();
      await producer.close();
    }
    try {
      await test({
        ...space,
        kafka,
        send,
        async store(stream, messages) {
          await send(stream, messages);
          await sinkOnce(stream, { kafka, ...store, signal });
        },
        replay: async (stream, options = {}) => ({
          ...await replayAndStore(stream, { kafka, store, ...options }),
        }),
        async open() {
          const view = `"${space.prefix}${REASONS_VIEW}"`;
          const rows = await db.run<{ reason: string; letters: number }>(`select * from ${view}`);
          return Object.fromEntries(rows.map(({ reason, letters }) => [reason, Number(letters)]));
        },
        rows: async () => (await db.sql<{ n: number }>`select count() n from ${strict}`)[0]!.n,
      });
    } finally {
      await kafka.close();
    }
  });
}

/** A producer that ends the run when it is to write to a topic. */
function dyingAt(dead: string): typeof openProducer {
  return async (...at) => {
    const producer = await openProducer(...at);
    return {
      ...producer,
      write: (topic, messages) =>
        topic === dead ? Promise.reject(new Error("killed")) : producer.write(topic, messages),
      flush: () => producer.flush(),
      close: () => producer.close(),
    };
  };
}

const counts = (more: Record<string, number | null>) => ({
  ...{ letters: 0, replayed: 0, skipped: 0, exhausted: 0, unreplayable: 0 },
  ...{ stored: 0, deadLetteredAgain: 0 },
  ...more,
});

Deno.test("replay sends the letters of a file and of a topic again, once, and keeps the others", async () => {
  await withBench(async ({ endpoints, send, replay, open, rows }) => {
    async function* file(): Source {
      const place = { source: "notes.csv", time: "2026-01-02T00:00:00.000Z" };
      const line = { stream: strict, ...place, line: 3, raw: "{}" };
      const batch = { stream: strict, source: place.source, modified: place.time };
      const rejected = [reject(line, { reason: "is no row" })];
      yield { ...batch, records: [note(1), note(2)], lines: [1, 2], rejected };
    }
    await send(strict, [
      message(note(3)),
      message({ ...note(4), at: "never" }),
      { key: null, value: "no JSON" },
      message(note(5, "fine")),
    ]);
    await deliver(file(), { endpoints });
    assert.equal(Object.values(await open()).reduce((a, b) => a + b), 6); // before any replay
    const kept: string[] = [];
    const onUnreplayable = ({ row }: OpenLetter, why: string) =>
      void kept.push(`${row.source.replace(/^t\w+?_/, "")}:${row.line}: ${why}`);
    const before = counts({ letters: 6, stored: null, deadLetteredAgain: null });
    const planned = { ...before, replayed: 4, unreplayable: 2 };
    assert.deepEqual(await replay(repaired, { dryRun: true }), planned);
    assert.deepEqual(
      await replay(repaired, { reason: "TEXT must not have more", limit: 2, store: undefined }),
      { ...before, replayed: 2, skipped: 4 },
    );
    assert.deepEqual(
      await replay(repaired, { onUnreplayable }),
      counts({ letters: 4, replayed: 2, unreplayable: 2, stored: 1, deadLetteredAgain: 1 }),
    );
    assert.deepEqual(kept, [
      "notes.csv:3: it is a piece of its source, not a record: repair it and ingest notes.csv again",
      "notes/0:2: it is not a JSON object: it would be refused again",
    ]);
    assert.equal(await rows(), 4);
    const left = await open();
    assert.deepEqual(Object.values(left), [1, 1, 1]);
    assert.ok(Object.keys(left).some((reason) => reason.includes("time")), JSON.stringify(left));
    const again = await replay(repaired, { reason: "is no row", since: Date.now() - 60_000 });
    assert.deepEqual(again, counts({ letters: 3, skipped: 2, unreplayable: 1 }));
    assert.deepEqual(
      await replay(repaired, { since: Date.now() + 60_000 }),
      counts({ letters: 3, skipped: 3 }),
    );
  });
});

Deno.test("replay sends a record at most as often as allowed, however often it runs", async () => {
  await withBench(async ({ db, store, replay, open, rows }) => {
    await store(strict, [message(note(1))]);
    const once = { letters: 1, replayed: 1, deadLetteredAgain: 1 };
    assert.deepEqual(await replay(strict, { maxAttempts: 1 }), counts(once));
    const over = counts({ letters: 1, exhausted: 1 });
    assert.deepEqual(await replay(strict, { maxAttempts: 1 }), over);
    assert.deepEqual(await replay(repaired, { maxAttempts: 1 }), over);
    assert.deepEqual(Object.values(await open()), [1]);
    const fixed = { letters: 1, replayed: 1, stored: 1 };
    assert.deepEqual(await replay(repaired, { maxAttempts: 2 }), counts(fixed));
    assert.deepEqual([await rows(), await open()], [1, {}]);
    const letters = await db.sql`
      select attempts, replayed is null open from ${deadLetters} order by line`;
    assert.deepEqual(letters, [{ attempts: 1, open: false }, { attempts: 2, open: false }]);
  });
});

Deno.test("replay that is killed between sending and marking sends again, and loses nothing", async () => {
  await withBench(async ({ db, kafka, store, replay, open, rows }) => {
    const old = createTable(deadLetters as Stream, db.tableOf(deadLetters as Stream));
    await db.run(old.replace(/,\s+"attempts" LONG,\s+"replayed" TIMESTAMP/, "")); // of an older version
    await store(strict, [1, 2, 3].map((id) => message(note(id))));
    const dying = dyingAt(kafka.deadLetterTopicOf(strict));
    await assert.rejects(replay(repaired, { open: dying, store: undefined }), /killed/);
    const all = { letters: 3, replayed: 3, stored: 3 };
    assert.deepEqual(await replay(repaired), counts(all));
    assert.deepEqual([await rows(), await open()], [3, {}]);
    assert.deepEqual(await replay(repaired), counts({}));
    let sent = 0;
    for await (const { messages } of readTopic(kafka, kafka.topicOf(strict))) {
      sent += messages.length;
    }
    assert.equal(sent, 9);
  });
});

Deno.test("replay that is killed between sending and marking leaves one letter for each record", async () => {
  await withBench(async ({ db, kafka, store, replay, open, rows }) => {
    await store(strict, [1, 2, 3].map((id) => message(note(id))));
    const dying = dyingAt(kafka.deadLetterTopicOf(strict));
    const again = { letters: 3, replayed: 3, deadLetteredAgain: 3 };
    // Killed before the sink has read what was sent: it is sent twice.
    await assert.rejects(replay(strict, { open: dying, store: undefined }), /killed/);
    assert.deepEqual(await replay(strict), counts(again));
    assert.deepEqual(Object.values(await open()), [3]);
    // Killed after that: each record has a new letter, and the old one was not marked.
    await assert.rejects(replay(strict, { open: dying, store: undefined }), /killed/);
    await store(strict, [message(note(4, "fine"))]);
    assert.deepEqual(Object.values(await open()), [6]);
    assert.deepEqual(
      await replay(strict, { maxAttempts: 1 }),
      counts({ letters: 3, exhausted: 3 }),
    );
    assert.deepEqual(Object.values(await open()), [3]);
    assert.deepEqual(
      await replay(repaired, { maxAttempts: 5 }),
      counts({ letters: 3, replayed: 3, stored: 3 }),
    );
    assert.deepEqual([await rows(), await open()], [4, {}]);
    const attempts = await db.sql`select max(attempts) n from ${deadLetters}`;
    assert.deepEqual(attempts, [{ n: 3 }]);
  });
});

Deno.test("replay that runs twice at once leaves one letter for each record", async () => {
  await withBench(async ({ store, replay, open, rows }) => {
    await store(strict, [1, 2, 3].map((id) => message(note(id))));
    await Promise.all([replay(strict), replay(strict)]);
    assert.deepEqual(Object.values(await open()), [3]);
    assert.deepEqual(await replay(repaired), counts({ letters: 3, replayed: 3, stored: 3 }));
    assert.deepEqual([await rows(), await open()], [3, {}]);
  });
});

Deno.test("replayed letters stay closed when their input is read again, past Kafka", async () => {
  await withBench(async ({ db, endpoints, replay, open, rows }) => {
    async function* file(...ids: number[]): Source {
      const place = { source: "notes.csv", modified: "2026-01-02T00:00:00.000Z" };
      yield {
        stream: strict,
        ...place,
        records: ids.map((id) => note(id)),
        lines: ids,
        rejected: [],
      };
    }
    await deliver(file(1, 2), { endpoints });
    const all = { letters: 2, replayed: 2, stored: 2 };
    assert.deepEqual(await replay(repaired), counts(all));
    const closed = await db.sql`select * from ${deadLetters} order by line`;
    await deliver(file(1, 2, 3), { endpoints, via: "direct" });
    assert.deepEqual(
      await db.sql`select * from ${deadLetters} where line < 3 order by line`,
      closed,
    );
    assert.deepEqual([Object.values(await open()), await rows()], [[1], 2]);
  });
});

Deno.test("replay takes blanked and cut records from the topic, if it is still the same", async () => {
  await withBench(async ({ db, kafka, send, store, replay, open, rows }) => {
    const secret = declare(5, ["secret"]), fixed = declare(2_000_000, ["secret"]);
    const sent = [
      message(note(1)),
      message({ ...note(2), text: "x".repeat(999_800) }),
      { key: null, value: '{"id": "broken, secret: hush' },
      message({ ...note(4, "fine"), at: "never" }),
    ];
    await store(secret, sent);
    const kept: string[] = [];
    const onUnreplayable = (_: OpenLetter, why: string) => void kept.push(why);
    const done = { letters: 4, replayed: 2, skipped: 2, stored: 2 };
    assert.deepEqual(await replay(fixed, { reason: "characters" }), counts(done));
    const [one] = await db.sql<{ secret: string }>`select secret from ${fixed} where id = 'n1'`;
    assert.equal(one!.secret, "hush");
    assert.deepEqual([await rows(), Object.values(await open())], [2, [1, 1]]);

    await deleteTopics(kafka, [kafka.topicOf(secret)]);
    assert.deepEqual(
      await replay(fixed, { onUnreplayable }),
      counts({ letters: 2, unreplayable: 2 }),
    );
    await send(secret, Array.from({ length: 8 }, () => message(note(9))));
    assert.deepEqual(
      await replay(fixed, { onUnreplayable }),
      counts({ letters: 2, unreplayable: 2 }),
    );
    const topic = kafka.topicOf(secret);
    assert.deepEqual(kept, [
      `its sensitive values are left out and ${topic}/0:2 is no longer there`,
      `its sensitive values are left out and ${topic}/0:3 is no longer there`,
      `its sensitive values are left out and ${topic}/0:2 is another message now`,
      `its sensitive values are left out and ${topic}/0:3 is another message now`,
    ]);
    assert.ok(!kept.join().includes("hush"));
  });
});
