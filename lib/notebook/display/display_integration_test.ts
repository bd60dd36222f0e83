import assert from "node:assert/strict";
import { profileOf } from "../../questdb/profile.ts";
import { ensureTables } from "../../questdb/tables.ts";
import type { Stream } from "../../streams/define.ts";
import { taxiTrips } from "../../feeds/mod.ts";
import { DISPLAY, type Displayable } from "./bundle.ts";
import { catalog } from "./catalog.ts";
import { describe } from "./describe.ts";
import { profileRows } from "../query/profile_rows.ts";
import { sql } from "../query/sql.ts";
import { table } from "./table.ts";
import { typesOf } from "../query/types_of.ts";
import { untilRows, withNotebook } from "../testing.ts";

const textOf = async (shown: Displayable) => (await shown[DISPLAY]())["text/plain"];

/** Columns of which a second computation can determine everything. */
const MIXED = `timestamp_sequence('2024-01-01', 1000000) timestamp,
  case when x % 10 = 0 then null else x end l, -x * 0.25 d, rnd_symbol('a', 'b', '<i>', null) sy,
  x % 4 = 0 bo, cast(null as double) nothing, 'v' || (x % 50) v`;

Deno.test("describe() of a table agrees with a second computation from its rows", async () => {
  await withNotebook(async (space) => {
    const name = `${space.prefix}mixed`;
    await space.db.run(
      `create table "${name}" as (select ${MIXED} from long_sequence(4000)) timestamp(timestamp) partition by day wal`,
    );
    await untilRows(space, name, 4000);
    const asked = await describe("mixed");
    const rows = await sql`select * from ${sql.id(name)}`;
    const counted = profileRows(rows, typesOf(rows));
    assert.deepEqual([asked.rows, asked.sample], [4000, 4000]);
    for (const [i, there] of asked.columns.entries()) {
      const here = counted.columns[i]!;
      for (const key of ["name", "count", "nulls", "min", "max", "histogram"] as const) {
        assert.deepEqual(there[key], here[key], `${there.name}: ${key}`);
      }
      const byValue = (top: typeof here.top) =>
        top.map(({ value, count }) => `${value} ${count}`).sort();
      if (there.name !== "v") assert.deepEqual(byValue(there.top), byValue(here.top), there.name);
      if (here.mean !== null) assert.ok(Math.abs(there.mean! / here.mean - 1) < 1e-9);
      if (there.distinct !== null) {
        assert.ok(Math.abs(there.distinct - here.distinct!) <= 0.03 * here.distinct!, there.name);
      }
      here.quartiles?.forEach((value, q) => {
        const spread = Number(here.max) - Number(here.min);
        assert.ok(Math.abs(there.quartiles![q]! - value) < 0.01 * spread, there.name);
      });
    }
    const bundle = await describe(sql`select * from ${sql.id(name)} where l > ${100}`)[DISPLAY]();
    assert.match(bundle["text/plain"], /^3,510 rows × 7 columns\n/);
    assert.ok(!bundle["text/html"]!.includes("<i>"));
  });
});

Deno.test("table() shows the same counts, types, first and last rows for rows, queries and tables", async () => {
  await withNotebook(async (space) => {
    const query = sql`select x, x * x square from long_sequence(1000)`;
    const shown = await textOf(table(query, { rows: 4 }));
    assert.deepEqual(shown.split("\n"), [
      "1,000 rows × 2 columns",
      "x      square",
      "-----  ---------",
      "    1          1",
      "    2          4",
      "… 996 rows more",
      "  999    998,001",
      "1,000  1,000,000",
    ]);
    assert.equal(await textOf(table(await query, { rows: 4 })), shown);
    await space.db.run(
      `create table "${space.prefix}squares" as (select x, x * x square from long_sequence(1000))`,
    );
    assert.equal(await textOf(table("squares", { rows: 4 })), shown);
    // Its type wants objects; a cell's types are not checked before it runs.
    assert.match(await textOf(table([1, 2] as never)), /^2 rows × 1 column\nvalue\n/);
    const missing =
      /^QueryError: QuestDB refused the query: table does not exist \[table=missing\]\n[^\^]*$/;
    await assert.rejects(async () => await table("missing")[DISPLAY](), missing);
    await assert.rejects(async () => await describe("missing"), missing);
    const longs = sql`select 9223372036854775807L l`;
    assert.equal((await describe(longs)).columns[0]!.max, 2n ** 63n - 1n);
    const bundle = await table(query)[DISPLAY]();
    assert.match(bundle["text/html"]!, /<small>LONG<\/small>/);
  });
});

Deno.test("table(), describe() and catalog() say why there is nothing to show", async () => {
  await withNotebook(async (space) => {
    assert.match(await textOf(catalog()), /^0 tables in the namespace .*\n.*deno task demo/);
    await ensureTables(space.db, [taxiTrips as unknown as Stream]);
    const [facts] = await catalog();
    assert.deepEqual([facts!.table, facts!.rows, facts!.partition, facts!.wal, facts!.keys], [
      `${space.prefix}taxi_trips`,
      0,
      "WEEK",
      "applied",
      ["timestamp", "trip_id"],
    ]);
    const rows = await sql.with({ log() {} })`select * from ${taxiTrips} where fare > ${1}`;
    for (const shown of [table(taxiTrips), describe("taxi_trips"), table(rows)]) {
      assert.match(
        await textOf(shown),
        /0 rows × 24 columns\n(.|\n)*is empty. Fill it with: deno task demo/,
      );
    }
    await assert.rejects(() => textOf(table("taxi_trip")), /Did you mean/);
  });
});

Deno.test("describe() profiles a million rows without fetching them", async () => {
  await withNotebook(async (space) => {
    const name = `${space.prefix}million`;
    await space.db.run(
      `create table "${name}" as (select timestamp_sequence('2024-01-01', 1000000) timestamp, x l, rnd_double() d,
        rnd_symbol('a', 'b', 'c') sy from long_sequence(1000000)) timestamp(timestamp) partition by day wal`,
    );
    await untilRows(space, name, 1_000_000);
    let bytes = 0;
    const counting: typeof fetch = async (...request) => {
      const text = await (await fetch(...request)).text();
      bytes += text.length;
      return new Response(text);
    };
    const profile = await profileOf(space.endpoints.questdb, `"${name}"`, { fetch: counting });
    assert.equal(profile.rows, 1_000_000);
    const [, long, , symbol] = profile.columns;
    assert.deepEqual([long!.min, long!.max, long!.mean], [1, 1_000_000, 500_000.5]);
    assert.equal(symbol!.distinct, 3);
    assert.ok(bytes > 0 && bytes < 20_000, `${bytes} bytes came`);
  });
});
