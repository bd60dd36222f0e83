import assert from "node:assert/strict";
import { withNamespace } from "../testing.ts";
import { untilApplied } from "./applied.ts";
import { connectQuestdb } from "./client.ts";

Deno.test("a client looks up the login again when it is refused", async () => {
  await withNamespace(async ({ endpoints: { questdb } }) => {
    const old = { ...questdb, pg: { ...questdb.pg, password: "the old one" } };
    let looked = 0;
    const find = () => Promise.resolve(looked++ === 0 ? old : questdb);
    const db = connectQuestdb(old, { find });
    try {
      await assert.rejects(db.run("select 1"), /it refused the user or password/);
      const both = await Promise.all([db.run("select 1 n"), db.run("select 2 n")]);
      assert.deepEqual(both.flat(), [{ n: 1 }, { n: 2 }]);
    } finally {
      await db.close();
    }
  });
});

Deno.test("a symbol column's map is not rewritten while rows are stored", async () => {
  await withNamespace(async ({ endpoints: { questdb }, prefix }) => {
    const db = connectQuestdb(questdb);
    const table = `${prefix}symbols`;
    const capacity = async () =>
      await db.run(`select "symbolCapacity" n from table_columns('${table}') where "column" = 's'`);
    try {
      await db.run(
        `create table ${table} (t timestamp, s symbol) timestamp(t) partition by day wal`,
      );
      const before = await capacity();
      await db.run(
        `insert into ${table} select x::timestamp, ('s' || x)::symbol from long_sequence(20000)`,
      );
      await untilApplied(db, [table]);
      assert.deepEqual(await capacity(), before); // see QUESTDB_SETTINGS
    } finally {
      await db.close();
    }
  });
});
