import assert from "node:assert/strict";
import { connectKafka } from "../kafka/client.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { openProducer } from "../kafka/producer.ts";
import { connectQuestdb } from "../questdb/client.ts";
import { openTransport, type Transport } from "../questdb/transport.ts";
import { BatchRefusedError } from "../questdb/transport_error.ts";
import { until } from "../retry.ts";
import type { Source } from "../sources/source.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { reject, type Rejection } from "../streams/rejection.ts";
import {
  defineStream,
  IPv4,
  Long,
  Nullable,
  type RecordOf,
  type Stream,
  Symbol,
  Timestamp,
  Type,
  Uuid,
} from "../streams/define.ts";
import { withNamespace } from "../testing.ts";
import { deliver } from "./deliver.ts";
import { sinkOnce } from "./serve_sink.ts";
import { openSink } from "./sink.ts";

/** A stream that nothing else in the project knows, with a field of every type. */
const readings = defineStream({
  name: "readings",
  key: "sensor",
  time: "measured_at",
  identity: ["sensor", "sequence"],
  timeDigits: 6,
  unknown: "refuse",
  sensitive: ["secret"],
  ttl: "36500d",
  schema: Type.Object({
    sensor: Symbol(),
    sequence: Long({ minimum: 0 }),
    measured_at: Timestamp(),
    celsius: Nullable(Type.Number({ minimum: -273.15 })),
    note: Nullable(Type.String()),
    ok: Type.Boolean(),
    session: Nullable(Uuid()),
    address: Nullable(IPv4()),
    installed_at: Nullable(Timestamp()),
    state: Type.Union([Type.Literal("up"), Type.Literal("down")]),
    samples: Nullable(Type.Array(Type.Number())),
    place: Nullable(Type.Object({ lat: Type.Number(), lon: Type.Number() })),
    secret: Nullable(Type.String({ maxLength: 5 })),
  }),
});
type Reading = RecordOf<typeof readings>;

function reading(sequence: number): Reading {
  return {
    sensor: `s${sequence % 3}`,
    sequence,
    measured_at: `2026-01-01T00:00:0${sequence % 10}.123456Z`,
    celsius: sequence / 8,
    note: 'a "note", with = and \\',
    ok: sequence % 2 === 0,
    session: "01234567-89ab-4def-8123-456789abcdef",
    address: "127.0.0.1",
    installed_at: "2025-12-31T23:59:59Z",
    state: "up",
    samples: [1, 2.5],
    place: { lat: 41.9, lon: -87.6 },
    secret: "hush",
  };
}

async function* sourceOf(
  stream: Stream,
  records: Record<string, unknown>[],
  rejected: Rejection[] = [],
): Source {
  const lines = records.map((_, i) => i + 1);
  yield {
    stream,
    source: "readings.csv",
    modified: "2026-01-02T00:00:00Z",
    records,
    lines,
    rejected,
  };
}

const BAD: [Record<string, unknown>, RegExp][] = [
  [{ session: "no uuid" }, /session must be a UUID/],
  [{ measured_at: "2026-02-30T00:00:00Z" }, /measured_at.*time/],
  [{ celsius: -300 }, /celsius.*>=/],
  [{ state: "sideways" }, /state/],
  [{ sensor: undefined }, /sensor.*missing/],
  [{ colour: "red" }, /has 1 field that is not the stream's/],
  [{ secret: "far too long a secret" }, /secret/],
];

Deno.test("a new stream with every type goes through Kafka to SQL and to dead letters", async () => {
  await withNamespace(async ({ endpoints, db }) => {
    const good = Array.from({ length: 50 }, (_, i) => reading(i));
    const bad = BAD.map(([change], i) => ({ ...reading(100 + i), ...change }));
    const input = { source: "readings.csv", line: 99, time: "2026-01-02T00:00:00Z", raw: "x,y" };
    const rejected = [reject({ stream: readings, ...input }, { value: "x", reason: "not a row" })];
    for (const run of [1, 2]) {
      const source = sourceOf(readings, [...good, ...bad], rejected);
      const [account] = await deliver(source, { endpoints });
      assert.deepEqual(account, {
        stream: "readings",
        read: 58,
        published: 50,
        rejected: 8,
        stored: 50,
        deadLettered: 8,
        unknownFields: 0,
        rows: 50,
      }, `run ${run}`);
    }
    const rows = await db.sql`select * from ${readings} order by sequence`;
    assert.equal(rows.length, 50);
    const { measured_at, samples, place, ...rest } = good[7]!;
    assert.deepEqual(rows[7], {
      timestamp: measured_at,
      ...rest,
      samples: JSON.stringify(samples),
      place: JSON.stringify(place),
    });
    const letters = await db.sql<
      { line: number; field: string; reason: string; value: string; record: string }
    >`
      select * from ${deadLetters} order by line`;
    assert.equal(letters.length, 8);
    for (const [i, [, pattern]] of BAD.entries()) {
      const { line, field, reason } = letters[i]!;
      assert.equal(line, 51 + i);
      assert.match(`${field} ${reason}`, pattern);
    }
    assert.equal(
      letters[7]!.record,
      "",
      "a record that cannot be blanked is not kept where fields are sensitive",
    );
    assert.ok(
      letters.every(({ value, record }) =>
        !/secret|hush/.test(value + record.replace('"secret"', ""))
      ),
    );
  }, { times: "text" });
});

Deno.test("the sink checks what other programs write to a topic", async () => {
  await withNamespace(async ({ endpoints, db, prefix }) => {
    await deliver(sourceOf(readings, [reading(1)]), { endpoints });
    const kafka = await connectKafka(endpoints.kafka);
    const producer = await openProducer(kafka);
    await producer.write(`${prefix}readings`, [
      { key: "a", value: "no JSON at all" },
      { key: "b", value: JSON.stringify({ ...reading(2), ok: "yes" }) },
      { key: "c", value: null },
      { key: "d", value: JSON.stringify(reading(3)) },
      { key: "e", value: "[1, 2]" },
    ]);
    await producer.close();
    await kafka.close();
    const [account] = await deliver(sourceOf(readings, [reading(4)]), { endpoints });
    assert.deepEqual([account!.stored, account!.deadLettered, account!.rows], [1, 0, 3]);
    const letters = await db.sql<{ source: string; reason: string }>`
      select source, reason, field from ${deadLetters} order by reason`;
    assert.deepEqual(letters.map(({ reason }) => reason.replace(/JSON: .*/, "JSON")), [
      "has no value",
      "must be JSON",
      "must be an object",
      "must be boolean",
    ]);
    assert.ok(letters.every(({ source }) => source.startsWith(`${prefix}readings/`)));
  });
});

Deno.test("what QuestDB refuses becomes a dead letter, and the rest of the batch is stored", async () => {
  await withNamespace(async ({ endpoints, db }) => {
    const kafka = await connectKafka(endpoints.kafka);
    const real = await openTransport(endpoints.questdb);
    // Stands in for a refusal that only the database knows.
    const transport: Transport = {
      renew: () => real.renew(),
      send(lines) {
        const text = new TextDecoder().decode(lines);
        const refused = text.startsWith(db.tableOf(readings)) && text.includes("refuse me");
        if (!refused) return real.send(lines);
        return Promise.reject(new BatchRefusedError("column: note; not today"));
      },
    };
    await ensureTopics(kafka, [readings]);
    const bad: Rejection[] = [];
    const onBad = (rejection: Rejection) => void bad.push(rejection);
    const sink = await openSink(readings, { kafka, db, transport, onBad });
    const records = Array.from({ length: 200 }, (_, i) => ({
      ...reading(i + 1),
      note: i % 50 === 7 ? "refuse me" : "fine",
    }));
    const [account] = await deliver(sourceOf(readings, records), { endpoints, sink: false });
    assert.deepEqual([account!.published, account!.stored, account!.rows], [200, null, null]);
    const letters = await until(async () => {
      const rows = await db.sql<{ reason: string }>`select reason from ${deadLetters}`;
      return rows.length === 4 && rows;
    }, { within: 10_000 }).finally(() => sink.stop());
    await kafka.close();
    assert.deepEqual(await db.sql`select count() n from ${readings}`, [{ n: 196 }]);
    // The stream has sensitive fields, which QuestDB's words may quote.
    assert.ok(letters.every(({ reason }) => reason === "QuestDB refuses its row"));
    assert.ok(bad.every(({ field }) => field === "note"));
    assert.equal(bad.length, 4);
  });
});

Deno.test("the dead letters of a stream without a table are in dead_letters, by ingest and by sink", async () => {
  await withNamespace(async ({ endpoints, db }) => {
    const raw = { ...readings, name: "raw_readings", table: false } as Stream;
    const bad = { ...reading(1), sensor: 5 };
    const [account] = await deliver(sourceOf(raw, [bad, reading(2)]), { endpoints });
    const { published, stored, rows, deadLettered } = account!;
    assert.deepEqual([published, stored, rows, deadLettered], [1, null, null, 1]);
    const letters = () => db.sql<{ n: number }>`select count() n from ${deadLetters}`;
    assert.deepEqual(await letters(), [{ n: 1 }]);

    await deliver(sourceOf(raw, [reading(3), bad]), { endpoints, sink: false });
    const kafka = await connectKafka(endpoints.kafka);
    const transport = await openTransport(endpoints.questdb);
    const signal = AbortSignal.timeout(60_000);
    await sinkOnce(raw, { kafka, db, transport, signal }).finally(() => kafka.close());
    assert.deepEqual(await letters(), [{ n: 2 }]);
    const tables = await db.run(`select * from tables() where table_name = '${db.tableOf(raw)}'`);
    assert.deepEqual(tables, []);
  });
});

Deno.test("ingestDirect() keeps the same account and dead letters without Kafka", async () => {
  await withNamespace(async ({ endpoints, db }) => {
    const noKafka = { ...endpoints, kafka: { brokers: ["127.0.0.1:1"] } };
    const bad = BAD.map(([change], i) => ({ ...reading(100 + i), ...change }));
    for (const _ of [1, 2]) {
      const source = sourceOf(readings, [reading(1), ...bad, reading(2)]);
      const [account] = await deliver(source, { endpoints: noKafka, via: "direct" });
      assert.deepEqual(account, {
        stream: "readings",
        read: 9,
        published: 2,
        rejected: 7,
        stored: 2,
        deadLettered: 7,
        unknownFields: 0,
        rows: 2,
      });
    }
    assert.deepEqual(await db.sql`select count() n from ${deadLetters}`, [{ n: 7 }]);
  });
});

Deno.test("ensureTables() refuses a table with other columns and leaves it unchanged", async () => {
  await withNamespace(async ({ endpoints, db, prefix }) => {
    await db.run(
      `create table ${prefix}readings (a int, at timestamp) timestamp(at) partition by day wal`,
    );
    await assert.rejects(
      deliver(sourceOf(readings, [reading(1)]), { endpoints, via: "direct" }),
      (error: Error) =>
        /readings.*designated timestamp is at.*no column sensor.*DEDUP keys.*TRIBUTARY_NAMESPACE/s
          .test(error.message),
    );
    assert.deepEqual(await db.run(`select * from ${prefix}readings`), []);
  });
});

Deno.test("deliver() without QuestDB says where it looked and what to do next", async () => {
  const pg = { host: "127.0.0.1", port: 1, user: "u", password: "hidden", database: "d" };
  const questdb = {
    conf: "http::addr=127.0.0.1:1;username=u;password=hidden;retry_timeout=200;",
    pg,
  };
  const db = connectQuestdb(questdb);
  await assert.rejects(db.run("select 1"), (error: Error) => {
    assert.match(
      error.message,
      /Cannot reach QuestDB at 127.0.0.1:1: connection refused. Start it with: deno task up/,
    );
    assert.ok(!error.message.includes("hidden"));
    return true;
  });
  await db.close();
  const transport = await openTransport(questdb);
  await assert.rejects(transport.send(new TextEncoder().encode("a b=1\n")), (error: Error) => {
    assert.match(
      error.message,
      /^Cannot write to QuestDB at 127\.0\.0\.1:1: connection refused\. Start it with: deno task up$/,
    );
    assert.ok(!error.message.includes("hidden"));
    return true;
  });
});
