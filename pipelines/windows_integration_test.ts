import assert from "node:assert/strict";
import { transactions } from "../lib/feeds/mod.ts";
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { ensureTopics } from "../lib/kafka/topics.ts";
import { untilApplied } from "../lib/questdb/applied.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import { findWindow } from "../lib/windows/find.ts";
import { outputStream } from "../lib/windows/output.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { WindowRow } from "../lib/windows/window.ts";
import { run, start, task } from "./testing.ts";

const WINDOW = findWindow("transactions_3s");
const OUTPUT = outputStream(WINDOW, "deno");

async function windowsOnce(namespace: string, ...words: string[]): Promise<WindowResult[]> {
  const env = { TRIBUTARY_NAMESPACE: namespace };
  const { code, out, err } = await run("windows", [...words, "--once", "--json"], { env });
  assert.equal(code, 0, err);
  return out.trim().split("\n").map((line) => JSON.parse(line));
}

/** Rows of the output table, as a result has them. */
async function tableRows(db: Questdb): Promise<WindowRow[]> {
  await untilApplied(db, [db.tableOf(OUTPUT)]);
  const rows = await db.sql`select * from ${OUTPUT} order by timestamp`;
  return rows.map(({ timestamp, window_end, ...rest }) => ({
    window_start: (timestamp as Date).toISOString(),
    window_end: (window_end as Date).toISOString(),
    ...rest as Record<string, number>,
  }));
}

/** The last message of each key in a topic. */
async function lastMessages(kafka: KafkaClient, topic: string): Promise<WindowRow[]> {
  const last = new Map<string, string>();
  for await (const { messages } of readTopic(kafka, topic)) {
    for (const message of messages) last.set(message.key!.toString(), message.text()!);
  }
  return [...last.values()].map((text) => JSON.parse(text))
    .sort((a, b) => a.window_start < b.window_start ? -1 : 1);
}

/** The same by SQL, from the table, which holds each record once. */
async function bySql(db: Questdb): Promise<Record<string, unknown>[]> {
  return await db.sql`
    select timestamp, sum(total_paid) total_paid, count() total_transactions,
      avg(total_paid) average_transaction_value
    from ${transactions} where status = 'Paid' sample by 3s align to calendar order by timestamp`;
}

function assertSame(rows: readonly WindowRow[], expected: readonly Record<string, unknown>[]) {
  assert.equal(rows.length, expected.length);
  for (const [i, row] of rows.entries()) {
    const { timestamp, total_paid, total_transactions, average_transaction_value } = expected[i]!;
    assert.equal(row.window_start, (timestamp as Date).toISOString());
    assert.equal(row.total_paid, total_paid);
    assert.equal(row.total_transactions, total_transactions);
    const mean = average_transaction_value as number;
    assert.ok(Math.abs(row.average_transaction_value as number - mean) <= 1e-9 * mean);
  }
}

async function ingest({ namespace }: Space, ...words: string[]): Promise<void> {
  const env = { TRIBUTARY_NAMESPACE: namespace };
  const { code, err } = await run("ingest", ["transactions", "--simulate", ...words], { env });
  assert.equal(code, 0, err);
}

Deno.test("windows --once gives what SQL gives, in result, topic and table, as often as it runs", async () => {
  await withNamespace(async (space) => {
    const { db, endpoints, namespace } = space;
    const untidy = ["--duplicates", "0.02", "--disorder", "4s", "--idle", "1"];
    await ingest(space, "--limit", "9000", "--seed", "3", ...untidy);
    const expected = await bySql(db);
    const kafka = await connectKafka(endpoints.kafka);
    try {
      for (let time = 0; time < 2; time++) {
        const [result] = await windowsOnce(namespace, "transactions_3s");
        assertSame(result!.rows, expected);
        assert.equal(result!.read, 9000);
        const { late, duplicates, filtered, rejected, rows } = result!;
        const counted = rows.reduce((sum, row) => sum + (row.total_transactions as number), 0);
        assert.equal(counted + late! + duplicates! + filtered! + rejected!, 9000);
        assert.deepEqual(await tableRows(db), rows);
        assert.deepEqual(await lastMessages(kafka, kafka.topicOf(OUTPUT)), rows);
      }
    } finally {
      await kafka.close();
    }
  });
});

Deno.test("late records are in their own topic: counted + late + duplicates + filtered = read", async () => {
  await withNamespace(async (space) => {
    const { endpoints, namespace } = space;
    await ingest(
      space,
      "--limit",
      "6000",
      "--disorder",
      "30s",
      "--duplicates",
      "0.02",
      "--no-sink",
    );
    const [result] = await windowsOnce(namespace, "transactions_3s");
    const { late, duplicates, filtered, rows } = result!;
    assert.ok(late! > 100, `${late}`);
    const counted = rows.reduce((sum, row) => sum + (row.total_transactions as number), 0);
    assert.equal(counted + late! + duplicates! + filtered!, 6000);
    const kafka = await connectKafka(endpoints.kafka);
    try {
      const letters = await lastMessages(kafka, `${kafka.prefix}transactions_3s_late`);
      assert.equal(letters.length, late);
      assert.ok(letters.every((letter) => transactions.valid(letter) && letter.status === "Paid"));
    } finally {
      await kafka.close();
    }
  });
});

Deno.test("a service writes a window when the time has passed it, one process at a time", async () => {
  await withNamespace(async (space) => {
    const { db, namespace } = space;
    const env = { TRIBUTARY_NAMESPACE: namespace };
    await ingest(space, "--limit", "3000", "--seed", "5");
    await using service = start(task("windows", ["transactions_3s", "--json"], { env }));
    await service.until(/waiting for records/);
    const all = await bySql(db);
    const closed = (rows: WindowRow[]) => rows.length >= all.length - 3;
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      const rows = await tableRows(db).catch(() => []); // no table yet
      if (closed(rows)) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const rows = await tableRows(db);
    assert.ok(closed(rows), `${rows.length} of ${all.length}`);
    assertSame(rows, all.slice(0, rows.length));
    const second = await run("windows", ["transactions_3s"], { env });
    assert.equal(second.code, 1, second.err);
    assert.match(second.err, /transactions_3s: it already runs in another process/);
    service.child.kill("SIGINT");
    const { code, out, err } = await service.result;
    assert.equal(code, 130, err);
    const { open, counted, filtered, ...summary } = JSON.parse(out);
    assert.deepEqual({ ...summary, seconds: 0 }, {
      window: "transactions_3s",
      engine: "deno",
      read: 3000,
      late: 0,
      duplicates: 0,
      rejected: 0,
      nullKeys: {},
      rows: rows.length,
      seconds: 0,
    });
    assert.equal(counted + filtered, 3000);
    const stillOpen = all.slice(rows.length);
    assert.deepEqual(open, {
      windows: stillOpen.length,
      groups: stillOpen.length,
      identities: stillOpen.reduce((sum, row) => sum + Number(row.total_transactions), 0),
    });
    assert.match(err, /transactions_3s: 3,000 records.* windows open, .* identities/);
  });
});

Deno.test("records that cannot be used are a failure with the reason, not an empty result", async () => {
  await withNamespace(async ({ endpoints, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const none = await run("windows", ["transactions_3s", "--once"], { env });
    assert.equal(none.code, 1, none.err);
    assert.match(none.err, /error: .*transactions.*deno task ingest transactions/);
    const kafka = await connectKafka(endpoints.kafka);
    try {
      await ensureTopics(kafka, [transactions]);
      const producer = await openProducer(kafka);
      const value = JSON.stringify({ user: "a", paid: 3, at: "2026-01-01T00:00:00Z" });
      await producer.write(kafka.topicOf(transactions), [{ key: "a", value }, {
        key: "b",
        value: "{",
      }]);
      await producer.close();
    } finally {
      await kafka.close();
    }
    const { code, err } = await run("windows", ["transactions_3s", "--once"], { env });
    assert.equal(code, 1, err);
    assert.match(err, /warning: .*transactions\/\d:0 is not a record of transactions: /);
    assert.match(err, /error: .*transactions_3s has no row: 2 are not records of the stream/);
  });
});
