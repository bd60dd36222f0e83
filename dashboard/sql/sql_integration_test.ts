/** The SQL page's routes on a real QuestDB: limits, cancelling, and that nothing can be written. */
import { Hono } from "hono";
import assert from "node:assert/strict";
import { githubEvents } from "../../lib/feeds/mod.ts";
import { connectQuestdb } from "../../lib/questdb/client.ts";
import { ensureTables } from "../../lib/questdb/tables.ts";
import { until } from "../../lib/retry.ts";
import { withNamespace } from "../../lib/testing.ts";
import { openServices } from "../open_services.ts";
import { REFUSED_FUNCTIONS } from "./allowed_sql.ts";
import { DOWNLOADED, SHOWN, sqlRoutes } from "./sql_routes.ts";

Deno.test("the SQL page reads with limits, and writes nothing", async (t) => {
  await withNamespace(async ({ endpoints }) => {
    const { questdb } = endpoints;
    const admin = connectQuestdb(questdb);
    const services = openServices(endpoints, { log: () => {} });
    const app = new Hono();
    sqlRoutes(app, services);
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.fetch);
    const url = `http://127.0.0.1:${server.addr.port}`;
    const post = (path: string, body: object, signal?: AbortSignal) =>
      fetch(url + path, { method: "POST", body: JSON.stringify(body), signal: signal ?? null });
    const run = async (sql: string) => (await post("/sql/run", { sql })).json();
    const table = admin.tableOf(githubEvents);
    try {
      await ensureTables(admin, [githubEvents]);
      const before = await admin.run(`table_columns('${table}')`);

      await t.step("a million rows are cut, and it says so", async () => {
        const { rows, cut, columns } = await run(
          "select x, rnd_str(5, 9, 0) s from long_sequence(1000000000)",
        );
        assert.equal(rows.length, SHOWN.rows);
        assert.equal(cut, "rows");
        assert.deepEqual(columns.map(({ name }: { name: string }) => name), ["x", "s"]);
        const exactly = await run(`select x from long_sequence(${SHOWN.rows})`);
        assert.equal(exactly.rows.length, SHOWN.rows);
        assert.equal(exactly.cut, undefined);
        const wide = await run("select rpad('x', 100000, 'y') s from long_sequence(1000)");
        assert.equal(wide.cut, "bytes");
        assert.equal(wide.rows.length, SHOWN.bytes / 100_000);
      });

      await t.step("errors have the line, a caret and the nearest name", async () => {
        const sql = `select 1,\n  actr from ${table};`;
        const { error } = await run(sql);
        assert.equal(error.position, sql.indexOf("actr"));
        assert.match(error.message, /line 2\n {2}actr from .*\n {2}\^\nDid you mean actor\?/);
        assert.match((await run("show tabels")).error.message, /QuestDB refused/);
      });

      await t.step("whatever is sent as the reader, nothing is written", async () => {
        const reader = services.openReader({ connections: 1 });
        const writes = [
          `insert into ${table} (timestamp) values (now())`,
          `with x as (select 1) insert into ${table} (timestamp) select now() from x`,
          `update ${table} set repo = 'x'`,
          `truncate table ${table}`,
          `alter table ${table} add column x int`,
          `alter table ${table} drop column repo`,
          `rename table ${table} to ${table}_2`,
          `create table ${table}_3 (a int)`,
          `create table ${table}_3 as (select * from ${table})`,
          `create view ${table}_4 as (select * from ${table})`,
          `create materialized view ${table}_5 as (select timestamp, count() n from ${table} sample by 1h)`,
          `copy ${table} from 'x.csv'`,
          `vacuum table ${table}`,
          `reindex table ${table} lock exclusive`,
          "checkpoint create",
          `select 1; drop table ${table}`,
          `drop table ${table}`,
        ];
        for (const sql of writes) {
          await assert.rejects(reader.ask(sql), /denied|permission|not supported/i, sql);
          assert.ok((await run(sql)).error.message, sql);
        }
        // QuestDB lets a user who may only read do these, so the page has to refuse them.
        for (
          const sql of [`copy ${table} to 'x' with format parquet`, "cancel query 1", "set x = 1"]
        ) {
          assert.match((await run(sql)).error.message, /only reads/, sql);
        }
        assert.deepEqual(await admin.run(`table_columns('${table}')`), before);
        const { rows } = await admin.ask(`select name from functions()`);
        const known = rows.map(({ name }) => String(name));
        // What a newer QuestDB adds of this kind has to be looked at.
        const suspicious = known.filter((name) =>
          /flush|reload|dump|simul|hydrate|^files|import_|export_files|cancel|touch|glob|parquet|^wait_|advisory|switch_|sleep|shell|exec|kill/
            .test(name)
        );
        assert.deepEqual(
          [...new Set(suspicious)].filter((name) => !REFUSED_FUNCTIONS.includes(name)),
          [],
        );
      });

      await t.step("who leaves cancels the query in the database", async () => {
        const mark = `/* ${table} */`;
        const isRunning = async () => {
          const { rows } = await admin.ask("select query from query_activity()");
          return rows.some(({ query }) =>
            String(query).includes(mark) && !String(query).includes("query_activity")
          );
        };
        const leave = new AbortController();
        const answer = post("/sql/run", {
          sql: `select ${mark} a.x from long_sequence(1000000) a cross join long_sequence(1000000) b
            where a.x + b.x < 0`,
        }, leave.signal);
        answer.catch(() => {}); // it is aborted below
        await until(isRunning, { every: 20, maxEvery: 100 });
        leave.abort();
        await until(async () => !await isRunning(), { every: 20, maxEvery: 100 });
      });

      await t.step("files have all rows, up to a limit", async () => {
        const sql = "select x, 'a,\"b' s from long_sequence(12345)";
        const csv = await post("/sql/download", { sql, format: "csv" });
        assert.equal(csv.headers.get("X-Rows"), "12345");
        assert.equal(csv.headers.get("X-Cut"), null);
        const lines = (await csv.text()).split("\n");
        assert.equal(lines.length, 12345 + 2);
        assert.deepEqual(lines.slice(0, 2), ["x,s", '1,"a,""b"']);
        const parquet = await post("/sql/download", { sql, format: "parquet" });
        const bytes = new Uint8Array(await parquet.arrayBuffer());
        assert.equal(bytes.length, Number(parquet.headers.get("Content-Length")));
        assert.equal(new TextDecoder().decode(bytes.slice(-4)), "PAR1");
        assert.ok(DOWNLOADED.rows > 12345);
        assert.equal((await post("/sql/download", { sql, format: "exe" })).status, 400);
      });

      await t.step("without a user who may only read the page is off", async () => {
        const { reader: _, ...open } = questdb;
        const others = openServices({ ...endpoints, questdb: open }, { log: () => {} });
        const off = new Hono();
        sqlRoutes(off, others);
        const body = JSON.stringify({ sql: "select 1" });
        const answer = await off.request("/sql/run", { method: "POST", body });
        assert.equal(answer.status, 403);
        assert.match((await answer.json()).error.message, /QDB_CLIENT_READER_USER/);
        assert.throws(() => others.openReader({}), /QDB_CLIENT_READER_USER/);
        await others.close();
      });
    } finally {
      await server.shutdown();
      await services.close();
      await admin.close();
    }
  });
});
