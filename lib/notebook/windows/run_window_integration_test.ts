import assert from "node:assert/strict";
import { deliver } from "../../delivery/deliver.ts";
import { transactions, transactionsFeed } from "../../feeds/mod.ts";
import { defineStream, Symbol, Timestamp, Type } from "../../streams/define.ts";
import type { Space } from "../../testing.ts";
import {
  count,
  defineWindow,
  kafka,
  runWindow,
  sql,
  sum,
  tableName,
  transactions3s,
  tumbling,
  type WindowOptions,
} from "../mod.ts";
import { withNotebook } from "../testing.ts";

async function fill({ endpoints }: Space, limit = 3000): Promise<void> {
  const flags = { gap: 30, disorder: 4000, duplicates: 0.02, idle: undefined };
  const start = "2026-01-01T00:00:00Z";
  await deliver(transactionsFeed.simulate!({ seed: 3, start, limit, flags }), { endpoints });
}

const DECLARED_TWICE: WindowOptions["aggregate"][] = [
  { n: count() },
  { n: count(), paid: sum("total_paid") },
];

/** All that a namespace has on both engines. */
async function inventory(): Promise<unknown> {
  const tables = await sql`
    select table_name name from tables() where table_name like ${tableName("%")} order by name`;
  return { tables, topics: (await kafka.topics()).map(({ topic }) => topic).sort() };
}

Deno.test("runWindow() gives a window's rows and counts, writes nothing, and follows a changed declaration", async () => {
  await withNotebook(async (space) => {
    await fill(space);
    const before = await inventory();
    const rows = await runWindow<{ total_paid: number; total_transactions: number }>(
      transactions3s,
    );
    const expected = await sql`
      select timestamp window_start, sum(total_paid) total_paid, count() total_transactions
      from ${transactions} where status = 'Paid' sample by 3s align to calendar`;
    assert.deepEqual(
      rows.map(({ window_start, total_paid, total_transactions }) => (
        { window_start, total_paid, total_transactions }
      )),
      expected,
    );
    const { read, late, duplicates, filtered, rejected, firstSeconds, seconds } = rows.counts;
    assert.deepEqual([read, late, rejected], [3000, 0, 0]);
    assert.ok(duplicates! > 10 && filtered! > 1000);
    assert.ok(firstSeconds > 0 && firstSeconds <= seconds + 0.01);

    for (const aggregate of DECLARED_TWICE) {
      const mine = { name: "mine", from: transactions, window: tumbling("10s") };
      const again = await runWindow(defineWindow({ ...mine, aggregate }));
      assert.deepEqual(
        Object.keys(again[0]!),
        ["window_start", "window_end", ...Object.keys(aggregate)],
      );
    }
    assert.deepEqual(await inventory(), before);
  });
});

Deno.test("runWindow() on QuestDB gives the same rows, and builds a notebook's view again when it was changed", async () => {
  await withNotebook(async (space) => {
    await fill(space, 1000);
    const options = { from: transactions, window: tumbling("3s"), grace: "5s" };
    for (const aggregate of DECLARED_TWICE) {
      const mine = defineWindow({ name: "mine", ...options, aggregate });
      const view = await runWindow(mine, { engine: "questdb" });
      assert.deepEqual([...view], [...await runWindow(mine)]);
      assert.deepEqual([view.counts.engine, view.counts.late], ["questdb", null]);
      assert.ok(view.counts.firstSeconds <= view.counts.seconds + 0.01);
    }
    const taken = defineWindow({
      name: transactions3s.name,
      ...options,
      aggregate: { n: count() },
    });
    await assert.rejects(runWindow(taken, { engine: "questdb" }), /Give yours another name$/);
  });
});

Deno.test("runWindow() says how to fill a topic or a table without records, and notes what is no record", async () => {
  await withNotebook(async () => {
    const fill = /ill it with: deno task ingest transactions --simulate --limit 10000$/;
    await assert.rejects(runWindow(transactions3s), fill);
    await assert.rejects(runWindow(transactions3s, { engine: "questdb" }), fill);
    const readings = defineStream({
      name: "readings",
      key: "sensor",
      time: "at",
      identity: ["sensor"],
      schema: Type.Object({ at: Timestamp(), sensor: Symbol() }),
    });
    const options = { name: "mine", from: readings, window: tumbling("1s") };
    const mine = defineWindow({ ...options, aggregate: { n: count() } });
    await kafka.create(readings);
    const empty = /mine has no row: the topic .*readings is empty. Fill it with: await kafka\.send/;
    await assert.rejects(runWindow(mine), empty);
    await kafka.send("readings", [{ sensor: 5 }], { key: () => "a" });
    const notes: string[] = [];
    const log = (note: string) => void notes.push(note);
    await assert.rejects(runWindow(mine, { log }), /1 are not records of the stream/);
    assert.match(notes.join(), /readings\/\d:0 is not a record of readings: at is missing/);
    await kafka.send(readings, [{ at: "2026-01-01T00:00:00.500Z", sensor: "a" }]);
    assert.deepEqual((await runWindow(mine, { log })).map(({ n }) => n), [1]);
    const stopped = AbortSignal.abort(new Error("stopped here"));
    await assert.rejects(runWindow(mine, { signal: stopped }), /stopped here/);
  });
});
