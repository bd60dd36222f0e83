import assert from "node:assert/strict";
import { githubEvents, taxiTrips } from "../lib/feeds/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { run, start, task, untilRows } from "./testing.ts";

/** Fills a topic, without a sink. */
async function fill(namespace: string, ...words: string[]): Promise<void> {
  const env = { TRIBUTARY_NAMESPACE: namespace };
  const { code, err } = await run("ingest", [...words, "--no-sink"], { env });
  assert.equal(code, 0, err);
}

Deno.test("sink stores the other streams if one table does not fit, and says which", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    await fill(namespace, "github", "--simulate", "--limit", "300");
    await fill(namespace, "taxi", "--simulate", "--limit", "200");
    await db.run(`create table "${db.tableOf(taxiTrips)}" (timestamp timestamp, trip_id varchar)
      timestamp(timestamp) partition by day wal dedup upsert keys(timestamp, trip_id)`);
    // A name that is given twice counts once.
    const words = ["taxi_trips", "github_events", "github_events", "--json"];
    const { code, out, err } = await run("sink", [...words, "--once"], { env });
    assert.equal(code, 1, err);
    const { streams } = JSON.parse(out);
    assert.deepEqual([streams.github_events.stored, streams.taxi_trips.stored], [300, 0]);
    const errors = err.split("\n").filter((line) => line.startsWith("error:"));
    assert.equal(errors.length, 1, err);
    assert.match(errors[0]!, /^error: taxi_trips: Cannot store .* no column tips/);

    await fill(namespace, "github", "--simulate", "--limit", "310");
    await using service = start(task("sink", words, { env }));
    await service.until(/taxi_trips: Cannot store .* Trying again/);
    await untilRows(db, githubEvents, { least: 310, running: service });
    service.child.kill("SIGINT");
    const ended = await service.result;
    assert.equal(ended.code, 130, ended.err);
    assert.equal(JSON.parse(ended.out).streams.github_events.stored, 310);
  });
});

Deno.test("Ctrl-C ends sink --once with what it has stored so far", async () => {
  await withNamespace(async ({ db, namespace }) => {
    await fill(namespace, "taxi", "--simulate", "--limit", "60000");
    const env = { TRIBUTARY_NAMESPACE: namespace };
    await using running = start(task("sink", ["taxi_trips", "--once", "--json"], { env }));
    await untilRows(db, taxiTrips, { least: 1, running });
    running.child.kill("SIGINT");
    const { code, out, err } = await running.result;
    assert.equal(code, 130, err);
    const [row] = await db.sql<{ n: number }>`select count() n from ${taxiTrips}`;
    const { stored } = JSON.parse(out).streams.taxi_trips;
    assert.ok(stored >= 0 && stored <= row!.n, out);
  });
});
