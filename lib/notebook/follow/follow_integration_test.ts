import assert from "node:assert/strict";
import { defineStream, Symbol, Timestamp, Type } from "../../streams/define.ts";
import { printed } from "../display/printed_testing.ts";
import { live } from "../display/live.ts";
import { kafka } from "../kafka.ts";
import { sql } from "../query/sql.ts";
import { tableName } from "../sender.ts";
import { untilRows, withNotebook } from "../testing.ts";

const pulses = defineStream({
  name: "pulses",
  key: "sensor",
  time: "at",
  identity: ["sensor"],
  schema: Type.Object({ sensor: Symbol(), at: Timestamp(), bpm: Type.Number() }),
});
const pulse = (bpm: number) => ({ sensor: `s${bpm % 3}`, at: "2026-01-01T00:00:00.000Z", bpm });

Deno.test("kafka.rows() reads a topic's records by time, and live() follows the topic", async () => {
  await withNotebook(async () => {
    await kafka.create(pulses, { partitions: 2 });
    await kafka.send(pulses, [60, 61, 62].map(pulse));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const between = new Date();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await kafka.send(pulses, [70, 71].map(pulse));
    const notes: string[] = [];
    const log = (note: string) => void notes.push(note);
    const bpm = async (options: Parameters<typeof kafka.rows>[1]) =>
      (await kafka.rows(pulses, { ...options, log })).map(({ bpm }) => bpm).sort();
    assert.deepEqual(await bpm({}), [60, 61, 62, 70, 71]);
    assert.deepEqual(await bpm({ from: between }), [70, 71]);
    assert.deepEqual(await bpm({ to: between.toISOString() }), [60, 61, 62]);
    assert.deepEqual(await bpm({ from: "15m", to: between }), [60, 61, 62]);
    assert.deepEqual(await bpm({ from: new Date(Date.now() + 60_000) }), []);
    assert.deepEqual(notes, []);
    assert.equal((await bpm({ limit: 2 })).length, 2);
    assert.match(notes.pop()!, /Showing the first 2 messages/);
    const [row] = await kafka.rows(pulses, { limit: 1 });
    assert.equal(typeof row!.kafka_offset, "number");
    assert.ok(row!.kafka_timestamp instanceof Date && row!.kafka_partition < 2);
    await kafka.send("pulses", [{ wrong: 1 }]);
    assert.equal((await bpm({})).length, 5);
    assert.match(notes.pop()!, /^1 messages of .*pulses are not records of the stream: partition/);

    let seen: unknown[] = [];
    const following = live(pulses, {
      ...{ every: 50, updates: 20, rows: 1 },
      chart: (rows) => {
        if (seen.length === 0) void kafka.send(pulses, [pulse(80)]);
        seen = rows.map(({ bpm }) => bpm);
        return `${rows.length} rows`;
      },
    });
    const lines = await printed(async () => await following);
    assert.match(lines[0]!, /^5 rows\ntopic .*pulses: newest \d+ s ago, at \d\d:\d\d:\d\d UTC$/);
    assert.match(lines.at(-1)!, /^Ended after \d+ updates: until\(\) is true$/);
    assert.equal(seen.at(-1), 80);
  });
});

Deno.test("live() follows a query: only new rows where it can, else the whole answer", async () => {
  await withNotebook(async (space) => {
    const name = tableName("growing");
    const table = sql.id(name);
    await space.db.run(
      `create table "${name}" (ts timestamp, n int) timestamp(ts) partition by day wal`,
    );
    const add = async (n: number) => {
      await space.db.run(`insert into "${name}" values ('2026-01-01T00:00:0${n}Z', ${n})`);
      await untilRows(space, name, n);
    };
    await add(1);
    const queries = {
      rows: sql`select ts, n from ${table} where n > ${0}`,
      counted: sql`select count() n from ${table}`,
      sampled: sql`select ts, sum(n) n from ${table} sample by 2s`,
    };
    const seen: Record<string, unknown[][]> = { rows: [], counted: [], sampled: [] };
    const gates = Object.values(queries).map(() => Promise.withResolvers<void>());
    const followed = Object.entries(queries).map(([name, query], i) =>
      live(query as typeof queries.rows, {
        ...{ every: 100, for: "60s" },
        until: () => seen[name]!.at(-1)!.at(-1) === { rows: 3, counted: 3, sampled: 5 }[name],
        chart: (rows) => {
          seen[name]!.push(rows.map(({ n }) => n));
          gates[i]!.resolve();
          return `${rows.length} rows`;
        },
      })
    );
    const lines = await printed(async () => {
      await Promise.all(gates.map(({ promise }) => promise));
      await add(2);
      await add(3);
      await Promise.all(followed);
    });
    assert.deepEqual(seen.rows!.at(-1), [1, 2, 3]);
    assert.deepEqual(seen.counted!.at(-1), [3]);
    assert.deepEqual(seen.sampled!.at(-1), [1, 5]);
    assert.ok(
      lines.some((line) => /query: newest \d+ d ago, at 2026-01-01 00:00:0\d UTC/.test(line)),
    );

    const [first] = await printed(async () => await live(queries.rows));
    assert.match(first!, /^3 rows × 2 columns\n/);
    const paused = live(queries.counted, { every: 20, for: "60s" });
    const all = await printed(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      paused.pause();
      await new Promise((resolve) => setTimeout(resolve, 200));
      paused.resume();
      await new Promise((resolve) => setTimeout(resolve, 200));
      paused.stop();
      await paused;
    });
    assert.ok(all.some((line) => /^Paused at \d\d:\d\d:\d\d UTC\. resume\(\) goes on$/.test(line)));
    assert.match(all.at(-1)!, /^Ended after \d+ updates: stopped$/);
    const empty = sql`select ts, n from ${table} where n = 99`;
    const none = await printed(async () => {
      await live(async () => `${(await empty).length} rows`, { updates: 1 });
    });
    assert.deepEqual(none, ["0 rows", "Ended after 1 update: all updates are done"]);
    const wrong = live(sql`select farre from ${table}`);
    await assert.rejects(async () => await wrong, {
      name: "QueryError",
      message: /farre, line 1\nselect farre from \S+\n {7}\^/,
    });
  });
});
