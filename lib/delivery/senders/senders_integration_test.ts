import assert from "node:assert/strict";
import type { Feed } from "../../feeds/feed.ts";
import { iotData, iotFeed } from "../../feeds/mod.ts";
import { ensureTables } from "../../questdb/tables.ts";
import { until } from "../../retry.ts";
import { withNamespace } from "../../testing.ts";
import { deliver } from "../deliver.ts";
import { openSenders } from "./open_senders.ts";

Deno.test("senders store together what one stores, stopped ones what they say, and a repeat completes it", async () => {
  await withNamespace(async ({ endpoints, db }) => {
    const job = { flags: {}, seed: 1, start: "2026-01-01T00:00:00Z", questdb: endpoints.questdb };
    const send = async (senders: number, more: object = {}, signal?: AbortSignal) => {
      const options = { senders, job: { ...job, ...more }, ...(signal ? { signal } : {}) };
      const [account] = await (await openSenders(iotFeed as Feed, options)).run();
      return account!;
    };
    // As good as endless: it ends by the signal, which comes when rows are visible.
    await ensureTables(db, [iotData]);
    const stop = new AbortController();
    const stopped = send(2, { batch: 500, limit: 1e9 }, stop.signal);
    await until(async () => {
      const [row] = await db.sql<{ n: number }>`select count() n from ${iotData}`;
      return row!.n > 0;
    }, { every: 20, within: 30_000 });
    stop.abort();
    const first = await stopped;
    assert.ok(first.read > 0 && first.read === first.published);
    assert.equal(first.stored, first.published);
    assert.equal(first.rows, first.published);

    const limit = first.rows! + 5001;
    const again = await send(2, { limit, batch: 1000 });
    assert.equal(again.stored, limit);
    const [all] = await db.sql<{ n: number; each: number; last: number }>`
      select count() n, count_distinct(sequence) each, max(sequence) last from ${iotData}
      where sequence < ${limit}`;
    assert.deepEqual(all, { n: limit, each: limit, last: limit - 1 });
    const source = iotFeed.simulate!({ seed: job.seed, start: job.start, limit });
    const [one] = await deliver(source, { endpoints, via: "direct" });
    assert.equal(one!.rows, limit); // nothing is doubled, nothing is other
  });
});
