/** A notebook's window on Flink. */
import assert from "node:assert/strict";
import { deliver } from "../../delivery/deliver.ts";
import { simulateTransactions } from "../../feeds/transactions/simulate.ts";
import { ensureStack } from "../../stack/mod.ts";
import { findJava, hasCompiler, JAVA_WANTED } from "../../stack/modes/find_java.ts";
import { count, defineWindow, runWindow, sum, transactions, tumbling } from "../mod.ts";
import { withNotebook } from "../testing.ts";

const java = await findJava();
const ignore = java === undefined || java.version < JAVA_WANTED || !await hasCompiler(java);
if (ignore) console.log(`skipped: a window on Flink, because no JDK ${JAVA_WANTED} is here`);

Deno.test({
  name: "runWindow() on Flink gives the same rows, and says when the first could be read",
  ignore,
  async fn() {
    await ensureStack({ need: ["kafka", "questdb", "flink"], log: () => {} });
    await withNotebook(async ({ endpoints }) => {
      const untidy = { disorder: 4000, duplicates: 0.02 };
      const how = { seed: 4, start: "2026-01-01T00:00:00Z", limit: 3000, ...untidy };
      await deliver(simulateTransactions(how), { endpoints, sink: false });
      const mine = defineWindow({
        name: "mine",
        from: transactions,
        window: tumbling("3s"),
        grace: "5s",
        by: ["user_id"],
        aggregate: { n: count(), paid: sum("total_paid") },
      });
      const notes: string[] = [];
      const log = (note: string) => void notes.push(note);
      const rows = await runWindow(mine, { engine: "flink", log });
      assert.deepEqual([...rows], [...await runWindow(mine)]);
      assert.match(notes.join(), /^Flink runs the job [0-9a-f]{32}, see http/);
      const { engine, read, late, firstSeconds, seconds } = rows.counts;
      assert.deepEqual([engine, read, late], ["flink", 3000, null]);
      assert.ok(firstSeconds > 0 && firstSeconds <= seconds);
      const other = defineWindow({
        name: "mine",
        from: transactions,
        window: tumbling("1m"),
        grace: "5s",
        aggregate: { n: count() },
      });
      assert.deepEqual([...await runWindow(other, { engine: "flink" })], [
        ...await runWindow(other),
      ]);
    });
  },
});
