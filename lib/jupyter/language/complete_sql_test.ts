import assert from "node:assert/strict";
import { completeSql } from "./complete_sql.ts";
import { inspectSql } from "./inspect_sql.ts";
import { SqlCatalog, type SqlNames } from "./sql_catalog.ts";

const column = (name: string) => ({ name, type: "double" });
const names: SqlNames = {
  tables: new Map([
    ["taxi_trips", ["fare", "tips", "Odd name"].map(column)],
    ["ns_github_events", ["actor", "repo"].map(column)],
  ]),
  functions: [{ name: "count", signature: "count(double)" }, {
    name: "max",
    signature: "max(int)",
  }],
};

function complete(sql: string): string[] {
  const cursor = sql.indexOf("|");
  return completeSql(sql.replace("|", ""), cursor, names).items.map(({ text }) => text);
}

Deno.test("SQL: tables after from and join, columns of the named tables elsewhere", () => {
  assert.deepEqual(complete("select * from |"), ["taxi_trips", "ns_github_events"]);
  assert.deepEqual(complete("select * from a join tax|"), ["taxi_trips"]);
  assert.deepEqual(complete("select fa| from taxi_trips"), ["fare", "false"]);
  assert.deepEqual(complete("select FA| from taxi_trips").slice(0, 1), ["fare"]);
  assert.deepEqual(complete("select t.| from taxi_trips t"), ["fare", "tips", '"Odd name"']);
  assert.deepEqual(complete("select taxi_trips.ti| from taxi_trips"), ["tips"]);
  assert.deepEqual(complete("select act| from ${githubEvents}"), ["actor"]);
  assert.deepEqual(complete("select x.| from taxi_trips t"), []);
  assert.deepEqual(complete("select cou|"), ["count"]);
  assert.deepEqual(complete("select 1 from a sam|"), ["sample by"]);
});

Deno.test("SQL: nothing inside text, quotes and comments", () => {
  for (const sql of ["select 'fa|", "select 1 -- fa|", 'select "fa|', "select /* fa|"]) {
    assert.deepEqual(complete(sql), [], sql);
  }
  assert.ok(complete("select 'it''s', fa| from taxi_trips").includes("fare"));
});

Deno.test("SQL: what a name is", async () => {
  const catalog = {
    names: () => Promise.resolve(names),
    columnsOf: (table: string) => Promise.resolve(names.tables.get(table)!),
  };
  const inspect = (sql: string) => inspectSql(sql.replace("|", ""), sql.indexOf("|"), catalog);
  assert.match((await inspect("select * from taxi_|trips"))!, /\| fare \| double \|/);
  assert.equal(
    await inspect("select far|e from taxi_trips"),
    "column **fare** of taxi_trips: double",
  );
  assert.match((await inspect("select max|(1)"))!, /max\(int\)/);
  assert.equal(await inspect("select | 1"), undefined);
});

Deno.test("the catalog never waits for a slow database, and keeps what it knew", async () => {
  const { promise, resolve } = Promise.withResolvers<SqlNames>();
  const slow = new SqlCatalog(() => promise);
  assert.equal((await slow.names(1)).tables.size, 0);
  resolve(names);
  await promise;
  assert.equal((await slow.names(1)).tables.size, 2);
  const none = new SqlCatalog(() => Promise.reject(new Error("no database")));
  assert.equal((await none.names()).tables.size, 0);
});
