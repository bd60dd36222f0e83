import assert from "node:assert/strict";
import { withNamespace } from "../testing.ts";
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
