import assert from "node:assert/strict";
import { allowedSql, NotAllowedError, REFUSED_FUNCTIONS } from "./allowed_sql.ts";

Deno.test("allowedSql() takes one statement that reads, with its place", () => {
  assert.deepEqual(allowedSql("\n select 1;"), { text: "select 1", start: 2, isQuery: true });
  for (
    const sql of ["with x as (select 1) select * from x", "(select 1)", "declare @x := 1 select @x"]
  ) {
    assert.equal(allowedSql(sql).isQuery, true, sql);
  }
  for (const sql of ["show tables", "explain select 1"]) {
    assert.equal(allowedSql(sql).isQuery, false, sql);
  }
  const quoted = `select 'drop; table', "update" from t -- ; insert`;
  assert.equal(allowedSql(quoted).text, quoted);
});

Deno.test("allowedSql() refuses what writes, several statements, and functions that reach the server", () => {
  const refused: [string, RegExp][] = [
    ["", /no query/],
    ["-- only a comment", /no query/],
    ["select 1; select 2", /2 statements/],
    ["insert into t values (1)", /only reads/],
    ["/* a */ copy t to 'x'", /only reads/],
    ["with x as (select 1) insert into t select * from x", /"insert"/],
    ["with x as (select 1) UPDATE t set a = 1", /"UPDATE"/],
    ["explain update t set a = 1", /"update"/],
    ["drop table t", /only reads/],
    ["select * from files('/etc')", /files cannot be called/],
    ["select reload_config /* x */ ()", /reload_config cannot be called/],
    ["select pg_catalog.\tFLUSH_query_cache()", /FLUSH_query_cache/],
    ["select '\0'", /NUL/],
    ["x".repeat(20_001), /20001 characters/],
  ];
  for (const [sql, message] of refused) {
    assert.throws(() => allowedSql(sql), (error: Error) => {
      assert.ok(error instanceof NotAllowedError, sql);
      assert.match(error.message, message, sql);
      return true;
    });
  }
  for (const name of REFUSED_FUNCTIONS) {
    assert.throws(() => allowedSql(`select ${name}(1)`), NotAllowedError);
    assert.equal(allowedSql(`select '${name}(1)', my_${name}x from t`).isQuery, true);
  }
});
