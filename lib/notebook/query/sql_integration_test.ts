import assert from "node:assert/strict";
import { CsvReader } from "../../csv.ts";
import { readableParquet } from "./parquet_testing.ts";
import { originOf } from "./rows_origin.ts";
import { tableName } from "../sender.ts";
import { DISPLAY } from "../display/bundle.ts";
import { describe } from "../display/describe.ts";
import { table } from "../display/table.ts";
import { disconnect, questdb } from "./engine.ts";
import { QueryError } from "../../questdb/query_error.ts";
import { sql } from "./sql.ts";
import { untilRows, withNotebook } from "../testing.ts";

/** A column of every type, with nulls; random within a range. */
const EVERY_TYPE = `
  timestamp_sequence('2024-01-01', 60000001) timestamp, x::byte b, x::short s, rnd_int(-9, 9, 3) i,
  case when x % 7 = 0 then 9223372036854775807 when x % 7 = 1 then -9007199254740993
    when x % 7 = 2 then null else rnd_long() end l,
  rnd_float(3) f, rnd_double(3) * 1e9 d, rnd_boolean() bo, rnd_char() c, case when x % 5 = 0 then null when x % 5 = 1 then '"' else '\\\\' end c2, rnd_symbol('a', 'é"', null) sy,
  rnd_str('x', '', null, '<b>') st, rnd_varchar(1, 9, 3) v, rnd_uuid4() u, rnd_ipv4() ip,
  case when x % 3 = 0 then null else (x * 86400000)::date end da, rnd_long256() l256,
  rnd_geohash(20) g, rnd_double_array(1, 3) arr,
  '2024-01-01T00:00:00.123456789Z'::timestamp_ns tn, rnd_timestamp('1980', '2200', 3) t2`;

Deno.test("sql returns the same rows over REST and over the wire, whatever the type", async () => {
  await withNotebook(async (space) => {
    const table = tableName("types");
    await space.db.run(
      `create table "${table}" as (select ${EVERY_TYPE} from long_sequence(500)) timestamp(timestamp) partition by day wal`,
    );
    await untilRows(space, table, 500);
    const { db, textDb } = await questdb();
    for (const [ask, overWire] of [[sql, db], [sql.text, textDb]] as const) {
      const rest = await ask`select * from ${sql.id(table)}`;
      const { rows: wire } = await overWire.ask(`select * from "${table}"`);
      assert.equal(rest.length, 500);
      for (let i = 0; i < rest.length; i++) assert.deepEqual(rest[i], wire[i]);
      assert.deepEqual(Object.keys(rest[0]!), originOf(rest)!.columns.map(({ name }) => name));
    }
    const [row] = await sql`select * from ${sql.id(table)}`;
    assert.equal(typeof row!.timestamp, "object");
    const [text] = await sql.text`select * from ${sql.id(table)} limit 1, 2`;
    assert.equal(text!.timestamp, "2024-01-01T00:01:00.000001Z");
    const longs = (await sql<{ l: unknown }>`select l from ${sql.id(table)}`).map(({ l }) => l);
    assert.ok(longs.includes(2n ** 63n - 1n) && longs.includes(-(2n ** 53n) - 1n));
  });
});

Deno.test("sql says line, caret and the nearest name, over REST and over the wire", async () => {
  await withNotebook(async (space) => {
    const table = tableName("trips");
    await space.db.run(`create table "${table}" (fare double, tips double)`);
    const wrong: [PromiseLike<unknown>, RegExp][] = [
      [
        sql`select\n farre from ${sql.id(table)}`,
        /column: farre, line 2\n farre from .*\n \^\n.*fare\?$/,
      ],
      [
        sql`select\n farre from ${sql.id(table)} where tips > ${1}`,
        /column: farre, line 2\n farre from .*\n \^\n.*fare\?$/,
      ],
      [sql`select * from ${sql.id(`${table}x`)}`, new RegExp(`Did you mean ${table}\\?$`)],
      [
        sql`select * from ${sql.id(`${table}x`)} where a = ${1}`,
        new RegExp(`Did you mean ${table}\\?$`),
      ],
    ];
    for (const [query, message] of wrong) {
      await assert.rejects(async () => await query, (error: Error) => {
        assert.ok(error instanceof QueryError);
        assert.equal(error.name, "QueryError");
        assert.deepEqual([error.line !== undefined, error.hint !== ""], [true, true]);
        // The line where the query was written, and none of the library or the driver.
        const frames = error.stack!.split("\n").filter((line) => /^ {4}at /.test(line));
        assert.match(frames[0]!, /sql_integration_test\.ts/);
        assert.ok(!/\/query\/(sql|run_query)\.ts|\/questdb\/|npm/.test(error.stack!), error.stack);
        assert.match(error.message, message);
        return true;
      });
    }
  });
});

Deno.test("a query that is asked as a part of another has its own error, caret and hint", async () => {
  await withNotebook(async (space) => {
    const name = tableName("trips");
    await space.db.run(`create table "${name}" (fare double)`);
    const query = sql`select\n  fair from ${sql.id(name)}`;
    const ways: [string, () => Promise<unknown>][] = [
      ["await", async () => await query],
      ["table", async () => await table(query)[DISPLAY]()],
      ["describe", async () => await describe(query)],
      ["frame", () => query.frame()],
    ];
    for (const [way, ask] of ways) {
      await assert.rejects(ask, (error: Error) => {
        assert.match(
          error.message,
          /Invalid column: fair, line 2\n {2}fair from .*\n {2}\^\nDid you mean fare\?$/,
          way,
        );
        return true;
      });
    }
    const makes = sql`create table ${sql.id(`${name}_2`)} (a int)`;
    await assert.rejects(async () => await table(makes)[DISPLAY](), /sql only asks/);
  });
});

Deno.test("sql refuses several statements, whose answers it would mix; sql.write runs them in turn", async () => {
  await withNotebook(async () => {
    const two = sql`select 1 a;\n\nselect 2 a`;
    const said = /^TypeError: Cannot ask several statements at once: a second one begins in line 3/;
    for (
      const ask of [
        async () => await two,
        async () => await table(two)[DISPLAY](),
        async () => await describe(two),
        () => two.frame(),
        () => two.csv("two.csv"),
      ]
    ) {
      await assert.rejects(ask, said);
    }
    assert.deepEqual(await sql`select 1 a, ';' b; -- the end;`, [{ a: 1, b: ";" }]);
    const made = sql.id(tableName("made"));
    const columns = sql`(timestamp timestamp, n int) timestamp(timestamp)`;
    assert.deepEqual(await sql.write`create table ${made} ${columns};\nselect 3 a;`, [{ a: 3 }]);
    await assert.rejects(async () => await sql.write`drop table ${made};\nselect nothing`, {
      name: "QueryError",
      message: /Invalid column: nothing, line 2\nselect nothing\n {7}\^/,
    });
    const done = await sql.write`drop table if exists ${made}`;
    assert.equal((await table(done)[DISPLAY]())["text/plain"], "Done");
  });
});

Deno.test("sql fetches no more rows than its limit, and says how many there are", async () => {
  await withNotebook(async () => {
    const notes: string[] = [];
    const ask = sql.with({ log: (note) => void notes.push(note) });
    const rest = await ask`select x from long_sequence(10000000)`;
    assert.equal(rest.length, 100_000);
    const wire = await ask`select x from long_sequence(5000) where x > ${10};`.limit(7);
    assert.deepEqual(wire.map(({ x }) => x), [11, 12, 13, 14, 15, 16, 17]);
    assert.match(notes[0]!, /first 100,000 rows of 10,000,000\b.*\.csv\(file\)/);
    assert.match(notes[1]!, /first 7 rows of 4,990\b/);
    assert.equal((await ask`select x from long_sequence(7)`.limit(7)).length, 7);
    assert.equal(notes.length, 2);
  });
});

Deno.test("sql says why a query without rows may have none", async () => {
  await withNotebook(async (space) => {
    const table = tableName("empty");
    await space.db.run(`create table "${table}" (a int)`);
    const notes: string[] = [];
    const ask = sql.with({ log: (note) => void notes.push(note) });
    for (const _ of [1, 2]) await ask`select * from ${sql.id(table)}`;
    assert.deepEqual(notes, [`No rows. ${table} is empty. Fill it with: deno task demo`]);
    await space.db.run(`insert into "${table}" values (1)`);
    await ask`select * from ${sql.id(table)} where a > ${5}`;
    assert.match(notes[1]!, /contains 1 row.*none meets the conditions/);
  });
});

Deno.test("csv() and parquet() write all rows, with parameters too", async () => {
  await withNotebook(async (space) => {
    const folder = await Deno.makeTempDir();
    const query =
      sql`select x, x * 0.5 half, 'a "b", ' || x text from long_sequence(3000) where x > ${5}`
        .limit(10);
    try {
      const { file, bytes } = await query.csv(`${folder}/x.csv`);
      const text = await Deno.readTextFile(file);
      assert.equal(new TextEncoder().encode(text).length, bytes);
      const reader = new CsvReader();
      const rows = [...reader.push(text), ...reader.end()].map(({ cells }) => cells);
      assert.equal(rows.length, 2996);
      assert.deepEqual(rows.slice(0, 2), [["x", "half", "text"], ["6", "3.0", 'a "b", 6']]);
      const parquet = await query.parquet(`${folder}/x.parquet`);
      const content = await Deno.readFile(parquet.file);
      const mark = (at: number) => new TextDecoder().decode(content.slice(at).slice(0, 4));
      assert.deepEqual([mark(0), mark(content.length - 4)], ["PAR1", "PAR1"]);
      await using inside = await readableParquet(content);
      if (inside) {
        const [sums] = await space.db.run(
          `select count() n, sum(x) x, sum(half) half from read_parquet('${inside.name}')`,
        );
        const sum = 3000 * 3001 / 2 - 15;
        assert.deepEqual(sums, { n: 2995, x: sum, half: sum / 2 });
      }
      await sql`select 1`.csv(`${folder}/new/folder/z.csv`);
      assert.ok((await Deno.stat(`${folder}/new/folder/z.csv`)).isFile);
      await assert.rejects(
        sql`select nothing`.csv(`${folder}/y.csv`),
        /Invalid column: nothing, line 1/,
      );
      const left = await Array.fromAsync(Deno.readDir(folder));
      assert.deepEqual(left.map(({ name }) => name).sort(), [
        "new",
        "x.csv",
        "x.parquet",
      ]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
});

Deno.test("a stopped query ends at once, also in the database, over REST and over the wire", async () => {
  await withNotebook(async (space) => {
    const id = space.namespace;
    const pieces = sql`select count() ${sql.id(id)} from long_sequence(5000000) a
      cross join long_sequence(1000000) b where a.x + b.x > 3 and a.x * b.x % 7 = 1`;
    for (const query of [sql`${pieces}`, sql`select * from (${pieces}) where 1 = ${1}`]) {
      const stop = new AbortController();
      const reason = new Error("Stop was pressed");
      setTimeout(() => stop.abort(reason), 200);
      const begun = performance.now();
      const ask = sql.with({ signal: stop.signal });
      await assert.rejects(async () => await ask`${query}`, (error) => error === reason);
      assert.ok(performance.now() - begun < 2000);
      for (const end = Date.now() + 5000;;) {
        const running = await space.db.run<{ query: string }>("select query from query_activity()");
        if (!running.some(({ query }) => query.includes(id))) break;
        assert.ok(Date.now() < end, "QuestDB still runs it");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
});

Deno.test("a script that asked over REST and over the wire ends by itself", async () => {
  const url = new URL("../mod.ts", import.meta.url).href;
  const engine = new URL("engine.ts", import.meta.url).href;
  const code = `import { sql } from "${url}"; import { questdb } from "${engine}";
    await sql\`select 1\`; await (await questdb()).db.ask("select 1"); console.log(performance.now())`;
  const begun = performance.now();
  const { code: exit, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-lock",
      "--config",
      new URL("../../../deno.json", import.meta.url).pathname,
      code,
    ],
    signal: AbortSignal.timeout(60_000),
  }).output();
  const asked = Number(new TextDecoder().decode(stdout));
  assert.equal(exit, 0);
  assert.ok(asked > 0 && performance.now() - begun - asked < 5000);
});

Deno.test("sql only reads, whatever the statement; sql.write changes tables", async () => {
  await withNotebook(async (space) => {
    const name = tableName("guarded");
    const table = sql.id(name);
    const said =
      /^QuestDB refused the query: .*permission denied[\s\S]*\nsql only asks\. To change/i;
    const columns = sql`(timestamp timestamp, n int) timestamp(timestamp) partition by day wal`;
    await assert.rejects(async () => await sql`create table ${table} ${columns}`, {
      message: said,
    });
    await sql.write`create table ${table} ${columns}`;
    await sql.write`insert into ${table} values ('2026-01-01', ${7})`;
    await untilRows(space, name, 1);
    for (
      const statement of [
        sql`drop table ${table}`,
        sql`/* select */ truncate table ${table}`,
        sql`-- select\nrename table ${table} to ${sql.id(`${name}_2`)}`,
        sql`insert into ${table} values ('2026-01-02', 1)`,
        sql`with a as (select '2026-01-02'::timestamp t, 1 n) insert into ${table} select * from a`,
        sql`update ${table} set n = ${1}`,
        sql`update ${table} set n = 1`,
        sql`alter table ${table} add column m int`,
        sql`alter table ${table} set ttl 1 day`,
        sql.text`vacuum table ${table}`,
        // Comments as QuestDB reads them.
        sql`/* old\n /* daily */\n select * from a\n*/\ndrop table ${table}`,
        sql`-- x\rdrop table ${table}`,
        sql`/* ' */ select 1 /* ' */ drop table ${table}`,
        sql`/* -- */ select 1\n*/ drop table ${table}`,
      ]
    ) {
      await assert.rejects(async () => await statement, { message: said });
      await assert.rejects(statement.csv(`${name}.csv`), /^TypeError: Cannot export/);
    }
    assert.deepEqual(await sql`select n from ${table}`, [{ n: 7 }]);
    assert.deepEqual(await sql`${table} where n = 7`, await sql`select * from ${table}`);
    await sql.write`drop table ${table}`;
    await assert.rejects(async () => await sql`select n from ${table}`, /does not exist/);
  });
});

Deno.test("sql only reads in an external QuestDB too, with and without a known reader", async () => {
  await withNotebook(async (space) => {
    const { conf, pg, reader } = space.endpoints.questdb;
    const name = tableName("external");
    const table = sql.id(name);
    const external = {
      QDB_CLIENT_CONF: conf,
      QDB_CLIENT_PORT: String(pg.port),
      QDB_CLIENT_USER: pg.user,
      QDB_CLIENT_PASSWORD: pg.password,
    };
    const readers = {
      QDB_CLIENT_READER_USER: reader!.user,
      QDB_CLIENT_READER_PASSWORD: reader!.password,
    };
    await space.db.run(`create table "${name}" (n int)`);
    for (
      const [variables, said] of [
        [external, /^Cannot run a statement that may write: sql only asks\. To change/],
        [{ ...external, ...readers }, /permission denied[\s\S]*\nsql only asks\. To change/i],
      ] as const
    ) {
      await withVariables(variables, async () => {
        for (const statement of [sql`drop table ${table}`, sql`update ${table} set n = ${1}`]) {
          await assert.rejects(async () => await statement, { message: said });
        }
        assert.deepEqual(await sql`select count() n from ${table} where n = ${7}`, [{ n: 0 }]);
        await sql.write`insert into ${table} values (${1})`;
      });
    }
    assert.deepEqual(await sql`select n from ${table}`, [{ n: 1 }, { n: 1 }]);
  });
});

/** Runs a test with variables of the environment set. */
async function withVariables(variables: Record<string, string>, test: () => Promise<void>) {
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  await disconnect();
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    await test();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
    await disconnect();
  }
}
