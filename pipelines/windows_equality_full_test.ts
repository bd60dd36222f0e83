/** What a window gives on its three engines over untidy records; docs/windows.md says what is meant. */
import assert from "node:assert/strict";
import { transactions } from "../lib/feeds/mod.ts";
import { simulateTransactions } from "../lib/feeds/transactions/simulate.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { ensureTopics } from "../lib/kafka/topics.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import { findWindow } from "../lib/windows/find.ts";
import { outputStream } from "../lib/windows/output.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import { WINDOW_ENGINES, type WindowRow } from "../lib/windows/window.ts";
import { run } from "./testing.ts";
import { assertSameRows, lateRecords, resultsOf, succeed, withRecords } from "./testing_windows.ts";

const WINDOW = findWindow("transactions_3s");
const NAME = WINDOW.name;

async function onAll(space: Space): Promise<Record<"deno" | "questdb" | "flink", WindowResult>> {
  const [deno, questdb, flink] = await Promise.all(
    WINDOW_ENGINES.map(async (engine) => (await resultsOf(space, engine, NAME))[NAME]!),
  );
  return { deno: deno!, questdb: questdb!, flink: flink! };
}

async function ingest(space: Space, ...words: string[]): Promise<void> {
  await succeed(space, "ingest", "transactions", "--simulate", ...words);
}

/** Publishes simulated transactions on one partition: so many from each of these times on. */
async function publish({ endpoints }: Space, parts: [start: string, limit: number][]) {
  const kafka = await connectKafka(endpoints.kafka);
  try {
    await ensureTopics(kafka, [{ ...transactions, partitions: 1 }]);
    const producer = await openProducer(kafka);
    for (const [start, limit] of parts) {
      for await (const { records } of simulateTransactions({ seed: 1, start, limit })) {
        const messages = records.map((record) => ({ key: "a", value: JSON.stringify(record) }));
        await producer.write(kafka.topicOf(transactions), messages);
      }
    }
    await producer.close();
  } finally {
    await kafka.close();
  }
}

/** Records that are counted in rows. */
function counted({ rows }: WindowResult): number {
  return rows.reduce((sum, row) => sum + Number(row.total_transactions), 0);
}

Deno.test("the three engines give the same rows: disorder within the grace, duplicates, an idle partition", async () => {
  await withNamespace(async (space) => {
    const untidy = ["--disorder", "4s", "--duplicates", "0.01", "--idle", "2", "--seed", "5"];
    await ingest(space, "--limit", "100000", ...untidy);
    const { deno, questdb, flink } = await onAll(space);
    assert.deepEqual([deno.read, flink.read], [100_000, 100_000]);
    assert.ok(questdb.read < 100_000, "the table holds each record once");
    assertSameRows(WINDOW, questdb.rows, deno.rows);
    assertSameRows(WINDOW, flink.rows, deno.rows);
    await succeed(space, "sink", `${NAME}_flink`, "--once");
    const stored = await space.db.sql<WindowRow & { timestamp: Date; window_end: Date }>`
      select * from ${outputStream(WINDOW, "flink")} order by timestamp`;
    const rows = stored.map(({ timestamp, window_end, ...row }): WindowRow => ({
      ...row,
      window_start: timestamp.toISOString(),
      window_end: window_end.toISOString(),
    }));
    assertSameRows(WINDOW, rows, flink.rows);
  });
});

Deno.test("disorder beyond the grace, one partition: Deno equals Flink, and with its late records QuestDB", async () => {
  await withNamespace(async (space) => {
    await succeed(space, "topics", "create", "transactions", "--partitions", "1");
    await ingest(space, "--limit", "20000", "--disorder", "30s", "--seed", "7");
    const { deno, questdb, flink } = await onAll(space);
    assert.ok(deno.late! > 1000, `${deno.late}`);
    assertSameRows(WINDOW, flink.rows, deno.rows);
    const late = await lateRecords(space, WINDOW);
    assert.equal(late.length, deno.late);
    assertSameRows(WINDOW, questdb.rows, withRecords(WINDOW, deno.rows, late));
    assert.notDeepEqual(questdb.rows, deno.rows);
  });
});

Deno.test("disorder beyond the grace, three partitions: every record that was read is accounted for", async () => {
  await withNamespace(async (space) => {
    const untidy = ["--disorder", "30s", "--duplicates", "0.02", "--seed", "9"];
    await ingest(space, "--limit", "20000", ...untidy);
    const { deno, questdb, flink } = await onAll(space);
    const { late, duplicates, filtered, rejected } = deno;
    assert.ok(late! > 1000 && duplicates! > 10, `${late} late, ${duplicates} duplicates`);
    assert.equal(counted(deno) + late! + duplicates! + filtered! + rejected!, 20_000);
    assert.equal((await lateRecords(space, WINDOW)).length, late);
    assert.equal(counted(questdb) + questdb.filtered!, questdb.read);
    // Which records are late depends on the order in which partitions are read; a row has no others.
    const all = new Map(questdb.rows.map((row) => [row.window_start, row]));
    for (const { engine, rows } of [deno, flink]) {
      for (const { window_start, total_transactions, total_paid } of rows) {
        const most = all.get(window_start)!;
        assert.ok(Number(total_transactions) <= Number(most.total_transactions), engine);
        assert.ok(Number(total_paid) <= Number(most.total_paid), engine);
      }
    }
    assert.ok(counted(flink) > 5000 && counted(flink) < counted(questdb), `${counted(flink)}`);
  });
});

Deno.test("records of 2099 do not move the time; one of 2025 among those of 2013 does, and a warning names it", async () => {
  await withNamespace(async (space) => {
    await publish(space, [
      ["2013-03-01T00:00:00Z", 1000],
      ["2099-01-01T00:00:00Z", 20],
      ["2013-03-01T00:00:30Z", 1000],
      ["2025-03-01T00:00:00Z", 1],
      ["2013-03-01T00:01:00Z", 1000],
    ]);
    const words = ["transactions_3s", "--once", "--json"];
    const env = { TRIBUTARY_NAMESPACE: space.namespace };
    const [{ code, out, err }, { [NAME]: flink }] = await Promise.all([
      run("windows", words, { env }),
      resultsOf(space, "flink", NAME),
    ]);
    assert.equal(code, 0, err);
    const deno: WindowResult = JSON.parse(out);
    assertSameRows(WINDOW, flink!.rows, deno.rows);
    const starts = deno.rows.map(({ window_start }) => window_start);
    assert.ok(starts.includes("2013-03-01T00:00:57.000Z"), "not late after the records of 2099");
    assert.ok(!starts.includes("2013-03-01T00:01:03.000Z"), "late after the record of 2025");
    assert.equal(starts.at(-1), "2099-01-01T00:00:00.000Z");
    assert.match(
      err,
      new RegExp(
        `warning: transactions_3s: the record ${space.namespace}_transactions/0:2020 of 2025-03-01T` +
          `00:00:00.000Z moved the time by 12 years, and ${deno.late} records were late since`,
      ),
    );
  });
});
