import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { transactions } from "../../feeds/mod.ts";
import { listTables } from "../../questdb/catalog.ts";
import type { Questdb } from "../../questdb/client.ts";
import { literal } from "../../questdb/literal.ts";
import { ensureTables } from "../../questdb/tables.ts";
import { type Random, seeded } from "../../random.ts";
import {
  defineStream,
  Long,
  Nullable,
  type Stream,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";
import { withNamespace } from "../../testing.ts";
import { count, defineWindow, hopping, max, mean, min, notNull } from "../define.ts";
import { distinct, sum, tumbling, type Window, type WindowOptions } from "../define.ts";
import { findWindow } from "../find.ts";
import type { WindowRow } from "../window.ts";
import { createView, dropView, refreshView, runQuestdbOnce, viewStaleness } from "./engine.ts";
import { naiveFilter, naiveRows, type Timed } from "./reference_testing.ts";

const rides = defineStream({
  name: "rides",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({
    id: Type.String(),
    at: Timestamp(),
    area: Nullable(Symbol()),
    zone: Nullable(Type.Number()),
    fare: Nullable(Type.Number()),
    seats: Nullable(Long()),
    paid: Type.Boolean(),
  }),
}) as unknown as Stream;

const START = Date.UTC(2026, 0, 1);

function windowOf(options: Partial<WindowOptions>): Window {
  return defineWindow({
    name: "rides_3s",
    from: rides,
    window: tumbling("3s"),
    aggregate: { n: count() },
    ...options,
  });
}

function ride(id: string, options: Partial<Timed> = {}): Timed {
  return { id, ms: START, area: "a", zone: 1, fare: 2, seats: 3, paid: true, ...options };
}

function someRide(random: Random): Timed {
  const maybe = <T>(value: T) => random.next() < 0.3 ? null : value;
  const ms = random.pick([0, START, START, START, Date.UTC(2099, 0, 1)]) + random.int(0, 90_000);
  return {
    id: `ride ${random.int(0, 9)}`,
    ms: random.next() < 0.3 ? ms - ms % 1000 : ms,
    area: maybe(random.pick(["a", "Zürich", "it's", ""])),
    zone: maybe(random.pick([0.1, 0.1 + 1e-11, -0, 0, 41.8])),
    fare: maybe(random.normal() * 10 + 20),
    seats: maybe(random.pick([1, 2, Number.MAX_SAFE_INTEGER])),
    paid: random.next() < 0.5,
  };
}

async function store(db: Questdb, records: readonly Timed[]): Promise<void> {
  const values = records.map(({ ms, id, area, zone, fare, seats, paid }) =>
    `(${[new Date(ms), id, area, zone, fare, seats, paid].map(literal).join(", ")})`
  );
  await db.run(
    `insert into "${db.tableOf(rides)}" (timestamp, id, area, zone, fare, seats, paid) ` +
      `values ${values.join(", ")}`,
  );
}

/** Of the keys that the filters say must have a value, the records that lack it. */
function nullKeys({ by }: Window, records: readonly Timed[]): Record<string, number> {
  return Object.fromEntries(
    by.map((field) => [field, records.filter((record) => record[field] === null).length]),
  );
}

function assertSame(actual: WindowRow[], expected: WindowRow[], what: string) {
  assert.equal(actual.length, expected.length, what);
  for (const [i, row] of expected.entries()) {
    const got = actual[i]!;
    assert.deepEqual(Object.keys(got), Object.keys(row), what);
    for (const [name, value] of Object.entries(row)) {
      const near = typeof value === "number" && typeof got[name] === "number" &&
        Math.abs(value - got[name]) <= 1e-9 * Math.abs(value);
      if (!near) assert.equal(got[name], value, `${what} ${row.window_start} ${name}`);
    }
  }
}

const all = {
  n: count(),
  fare: sum("seats"), // named as other columns
  seats: sum("fare"),
  mean_fare: mean("fare"),
  mean_seats: mean("seats"),
  low: min("fare"),
  high: max("seats"),
};

Deno.test("runQuestdbOnce() gives the rows of the definition for records in disorder, repeated and with nulls", async () => {
  const windows = [
    windowOf({ aggregate: all }),
    windowOf({ name: "w7s", window: tumbling("7s"), aggregate: all, where: { zone: 0.1 } }),
    windowOf({
      name: "w7d",
      window: tumbling("7d"),
      aggregate: { ...all, seats: count() },
      by: ["area"],
      where: { area: notNull(), paid: true },
    }),
    windowOf({
      name: "hop1",
      window: hopping("5s", "1s"),
      aggregate: all,
      where: { area: "it's", paid: false },
    }),
    windowOf({
      name: "hop2",
      window: hopping("60s", "20s"),
      by: ["area", "zone"],
      where: { area: notNull(), zone: notNull() },
      aggregate: { n: count(), mean_fare: mean("fare"), least: min("seats"), most: max("fare") },
    }),
  ];
  await withNamespace(async ({ db }) => {
    await ensureTables(db, [rides]);
    for (const window of windows.slice(1)) await createView(db, window);
    const random = seeded(20260101);
    const known = new Map<string, Timed>();
    for (let batch = 0; batch < 3; batch++) {
      const records = Array.from({ length: 400 }, () => someRide(random));
      const again = [...known.values()].filter(() => random.next() < 0.1);
      const changed = again.map((record) => ({
        ...someRide(random),
        id: record.id,
        ms: record.ms,
      }));
      for (const record of [...records, ...changed]) {
        known.set(`${record.ms} ${record.id}`, record);
      }
      await store(db, [...records, ...changed]);
      for (const window of windows) {
        const { rows, read, ...rest } = await runQuestdbOnce(db, window);
        const what = `${window.name}, batch ${batch}`;
        assert.equal(read, known.size, what);
        assert.deepEqual({ ...rest, seconds: 0 }, {
          window: window.name,
          engine: "questdb",
          late: null,
          duplicates: null,
          filtered: known.size - naiveFilter(window, [...known.values()]).length,
          nullKeys: nullKeys(window, [...known.values()]),
          rejected: null,
          seconds: 0,
        });
        assertSame(rows, naiveRows(window, [...known.values()]), what);
      }
    }
  });
});

Deno.test("runQuestdbOnce() aligns windows to 1970 and writes times with milliseconds", async () => {
  await withNamespace(async ({ db }) => {
    await ensureTables(db, [rides]);
    await store(db, [ride("a", { ms: 2000 }), ride("b", { ms: START + 4999 })]);
    const { rows } = await runQuestdbOnce(db, windowOf({ window: hopping("6s", "3s") }));
    assert.deepEqual(rows, [
      { window_start: "1969-12-31T23:59:57.000Z", window_end: "1970-01-01T00:00:03.000Z", n: 1 },
      { window_start: "1970-01-01T00:00:00.000Z", window_end: "1970-01-01T00:00:06.000Z", n: 1 },
      { window_start: "2026-01-01T00:00:00.000Z", window_end: "2026-01-01T00:00:06.000Z", n: 1 },
      { window_start: "2026-01-01T00:00:03.000Z", window_end: "2026-01-01T00:00:09.000Z", n: 1 },
    ]);
  }, { times: "text" });
});

Deno.test("a window that was changed while its view exists is refused until the view is built again", async () => {
  await withNamespace(async ({ db, prefix }) => {
    await ensureTables(db, [rides]);
    await store(db, [ride("a"), ride("b", { ms: START + 4000 })]);
    await runQuestdbOnce(db, windowOf({}));
    const changed = windowOf({ window: tumbling("5s") });
    await assert.rejects(() => runQuestdbOnce(db, changed), {
      message:
        `Cannot run the window rides_3s on QuestDB: its view ${prefix}rides_3s_questdb was ` +
        "created by another declaration of it. Build it again with: " +
        "deno task windows rides_3s --engine questdb refresh",
    });
    assert.equal((await runQuestdbOnce(db, windowOf({}))).rows.length, 2); // is left as it was
    await refreshView(db, changed);
    assert.equal((await runQuestdbOnce(db, changed)).rows.length, 1);
    assert.equal(await dropView(db, changed), true);
    assert.equal(await dropView(db, changed), false);
    assert.equal((await viewStaleness(db, changed)).status, "missing");
    assert.equal((await runQuestdbOnce(db, windowOf({}))).rows.length, 2);
  });
});

Deno.test("a view that QuestDB no longer refreshes is named with the reason, and built again", async () => {
  await withNamespace(async ({ db, prefix }) => {
    const window = windowOf({});
    await ensureTables(db, [rides]);
    await store(db, [ride("a"), ride("b", { ms: START + 86_400_000 })]);
    await refreshView(db, window);
    const { refreshed, ...fresh } = await viewStaleness(db, window);
    assert.ok(refreshed instanceof Date);
    const view = `${prefix}rides_3s_questdb`;
    assert.deepEqual(fresh, { view, status: "valid", reason: null, behind: 0 });
    await db.run(`alter table "${db.tableOf(rides)}" drop partition list '2026-01-01'`);
    await assert.rejects(() => runQuestdbOnce(db, window), {
      message: `Cannot read ${view}: QuestDB no longer refreshes it (drop partition operation). ` +
        "Build it again with: deno task windows rides_3s --engine questdb refresh",
    });
    const stale = await viewStaleness(db, window);
    assert.equal(stale.status, "invalid");
    assert.equal(stale.behind, 1);
    await refreshView(db, window);
    assert.equal((await runQuestdbOnce(db, window)).rows.length, 1);
    await refreshView(db, window, { full: true });
    assert.equal((await runQuestdbOnce(db, window)).rows.length, 1);
    const signal = AbortSignal.abort(new DOMException("Interrupted", "AbortError"));
    await assert.rejects(() => runQuestdbOnce(db, window, { signal }), { name: "AbortError" });
  });
});

Deno.test("createView() refuses a missing table, one that does not fit, and a name that is taken", async () => {
  await withNamespace(async ({ db, prefix }) => {
    const declared = findWindow("transactions_3s");
    await assert.rejects(() => createView(db, declared), {
      message: `Cannot run the window transactions_3s on QuestDB: there is no table ${
        db.tableOf(transactions as never)
      }. Fill it with: deno task ingest transactions --simulate --limit 10000`,
    });
    const table = db.tableOf(rides);
    await db.run(
      `create table "${table}" (at timestamp, x int) timestamp(at) partition by day wal`,
    );
    await assert.rejects(() => createView(db, windowOf({})), {
      name: "TypeError",
      message: /its designated timestamp is at, expected timestamp; it has no column id/,
    });
    await db.run(`drop table "${table}"`);
    await ensureTables(db, [rides]);
    await db.run(`create table "${prefix}rides_3s_questdb" (x int)`);
    await assert.rejects(() => createView(db, windowOf({})), {
      message: /rides_3s_questdb, the name of its view, is a table\. Rename it/,
    });
  });
});

Deno.test("runQuestdbOnce() fails if the table is empty, and if none of its rows is in a window", async () => {
  await withNamespace(async ({ db, endpoints, prefix }) => {
    const window = windowOf({ where: { zone: 0.5, area: notNull() } });
    await ensureTables(db, [rides]);
    await assert.rejects(() => runQuestdbOnce(db, window), {
      name: "NoRecordsError",
      message: `The window rides_3s has no rows: the table ${prefix}rides is empty`,
    });
    // QuestDB's catalogue then has a time in the year 294247 for the view.
    const listed = await listTables(endpoints.questdb);
    assert.deepEqual(
      listed.map(({ table, rows, from, to }) => ({ table, rows, from, to })),
      ["rides", "rides_3s_questdb"].map((name) => (
        { table: prefix + name, rows: 0, from: null, to: null }
      )),
    );
    await store(db, [ride("a"), ride("b")]);
    await assert.rejects(() => runQuestdbOnce(db, window), {
      message: `The window rides_3s has no rows: of the 2 rows of the table ${prefix}rides, ` +
        "none has zone 0.5 and a value in area",
    });
  });
});

Deno.test("runQuestdbOnce() refuses distinct before anything is created", async () => {
  await withNamespace(async ({ db }) => {
    const window = windowOf({ aggregate: { areas: distinct("area") } });
    await ensureTables(db, [rides]);
    await assert.rejects(() => runQuestdbOnce(db, window), UsageError);
    assert.equal((await viewStaleness(db, window)).status, "missing");
  });
});
