import assert from "node:assert/strict";
import type { Summary } from "../lib/processing/account.ts";
import { taxiTrips } from "../lib/feeds/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { run, type RunningCommand, start, task, untilRows } from "./testing.ts";

const SLOW = ["taxi", "--simulate", "--limit", "6000", "--rate", "2000"];

/** Ends a command as Ctrl-C in a terminal does. @returns Its result, and how many seconds it took. */
async function interrupt({ child, result }: RunningCommand, { twice = true } = {}) {
  const started = performance.now();
  child.kill("SIGINT");
  if (!twice) return { ...await result, seconds: (performance.now() - started) / 1000 };
  // The terminal signals every process of the job, and `deno task` passes its signal on.
  const pause = new Promise<void>((resolve) => setTimeout(resolve, 30));
  const ended = await Promise.race([pause.then(() => false), result.then(() => true)]);
  if (!ended) child.kill("SIGINT");
  return { ...await result, seconds: (performance.now() - started) / 1000 };
}

for (const via of ["kafka", "direct"]) {
  Deno.test(`Ctrl-C ends ingest --via ${via} with a correct summary, and a second run completes it`, async () => {
    await withNamespace(async ({ db, namespace }) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      await using running = start(task("ingest", [...SLOW, "--via", via, "--json"], { env }));
      // Straight to QuestDB, the rows come with the end of the run: by now the first are read.
      await untilRows(db, taxiTrips, { least: via === "kafka" ? 1 : 0, running });
      const { code, out, err, seconds } = await interrupt(running);
      assert.equal(code, 130, err);
      assert.ok(seconds < 5, `took ${seconds} s`);
      const summary: Summary = JSON.parse(out);
      assert.ok(summary.read > 0 && summary.read < 6000, out);
      assert.equal(summary.published, summary.read);
      assert.equal(summary.stored, summary.published, "what was read is stored before it ends");
      const [row] = await db.sql<{ n: number }>`select count() n from ${taxiTrips}`;
      assert.equal(row!.n, summary.stored);
      assert.match(err, new RegExp(`stored: ${row!.n.toLocaleString("en-US")} records?, 100 %`));
      const again = await run("ingest", [...SLOW.slice(0, 4), "--via", via, "--json"], { env });
      assert.equal(JSON.parse(again.out).rows, 6000);
    });
  });
}

Deno.test("Ctrl-C while ingest drains: the summary is correct, and a second run completes it", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const words = ["taxi", "--simulate", "--limit", "60000"];
    const filled = await run("ingest", [...words, "--no-sink"], { env });
    assert.equal(filled.code, 0, filled.err);
    // This run's sink has to store the backlog of another run first.
    await using running = start(task("ingest", [...SLOW.slice(0, 2), "--limit", "10"], { env }));
    await untilRows(db, taxiTrips, { least: 1, running });
    const { code, out, err, seconds } = await interrupt(running, { twice: false }); // busy, it takes a late second one for another key
    assert.equal(code, 130, err);
    assert.ok(seconds < 5, `took ${seconds} s`);
    const header = out.split("\n")[0]!.split(/ +/);
    const figures = out.split("\n")[2]!.split(/ +/);
    const stored = Number(figures[header.indexOf("stored")]);
    const [row] = await db.sql<{ n: number }>`select count() n from ${taxiTrips}`;
    assert.ok(stored >= 0 && stored <= row!.n, out);
    assert.equal(Number(figures[header.indexOf("rows")]), row!.n);
    const again = await run("ingest", [...words, "--json"], { env });
    const summary: Summary = JSON.parse(again.out);
    assert.deepEqual([summary.stored, summary.rows], [60_000, 60_000]);
  });
});

Deno.test("Ctrl-C ends demo with the summary of what it did", async () => {
  await withNamespace(async ({ db, namespace }) => {
    await using running = start(
      task("demo", ["--json"], { env: { TRIBUTARY_NAMESPACE: namespace } }),
    );
    await untilRows(db, taxiTrips, { least: 1, running });
    const { code, out, err } = await interrupt(running);
    assert.equal(code, 130, err);
    const { streams } = JSON.parse(out);
    assert.equal(streams.github_events.stored, streams.github_events.read);
    const [row] = await db.sql<{ n: number }>`select count() n from ${taxiTrips}`;
    assert.equal(streams.taxi_trips.stored, row!.n);
    assert.equal(streams.taxi_trips.rows, row!.n);
    assert.equal(streams.orders, undefined);
  });
});
