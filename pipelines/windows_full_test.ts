import assert from "node:assert/strict";
import { seeded } from "../lib/random.ts";
import { untilApplied } from "../lib/questdb/applied.ts";
import { withNamespace } from "../lib/testing.ts";
import { findWindow } from "../lib/windows/find.ts";
import { outputStream } from "../lib/windows/output.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import { run, start, task } from "./testing.ts";

const OUTPUT = outputStream(findWindow("transactions_3s"), "deno");
const EVENTS = 200_000;
const KILLS = 20;

Deno.test("a window that is killed again and again ends with the rows of an undisturbed run", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const random = seeded(11);
    const untidy = ["--disorder", "4s", "--duplicates", "0.01", "--seed", "11"];
    await using ingest = start(task("ingest", [
      ...["transactions", "--simulate", "--limit", `${EVENTS}`, "--rate", "5500/s", "--no-sink"],
      ...untidy,
    ], { env }));
    await ingest.until(/transactions: /);
    let recovered = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await using service = start(task("windows", ["transactions_3s"], { env }));
      // Some are killed while they start.
      if (random.next() < 0.8) await service.until(/waiting for records/);
      if (!await service.killedAfter(random.int(0, 1100))) {
        assert.fail(`the service ended by itself:\n${service.err}`);
      }
      if (/read \d+ records again/.test(service.err)) recovered++;
    }
    assert.equal((await ingest.result).code, 0, ingest.err);
    assert.ok(recovered >= KILLS / 4, `${recovered} runs had open windows to bring back`);
    // The last one reads to the end; then the same by a run from the start that nothing disturbs.
    await using service = start(task("windows", ["transactions_3s"], { env }));
    const rowsOf = async () => {
      await untilApplied(db, [db.tableOf(OUTPUT)]);
      return await db.sql`select * from ${OUTPUT} order by timestamp`;
    };
    const all = EVENTS * 0.99 * 0.03 / 3;
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      if ((await rowsOf()).length >= all - 8) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    service.child.kill("SIGINT");
    await service.result;
    const killed = await rowsOf();
    const { code, out, err } = await run("windows", ["transactions_3s", "--once", "--json"], {
      env,
    });
    assert.equal(code, 0, err);
    const { rows, read, late } = JSON.parse(out) as WindowResult;
    assert.deepEqual([read, late], [EVENTS, 0]);
    assert.ok(killed.length > rows.length - 10, `${killed.length} of ${rows.length} rows`);
    for (const [i, { timestamp, total_paid, total_transactions }] of killed.entries()) {
      const row = rows[i]!;
      assert.deepEqual(
        [(timestamp as Date).toISOString(), total_paid, total_transactions],
        [row.window_start, row.total_paid, row.total_transactions],
      );
    }
  });
});
