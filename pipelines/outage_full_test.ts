/** Engines that go away and come back while a sink runs as a service, or once. */
import assert from "node:assert/strict";
import { messageOf } from "../lib/errors.ts";
import { untilApplied } from "../lib/questdb/applied.ts";
import { taxiTrips } from "../lib/feeds/mod.ts";
import { readState } from "../lib/stack/state.ts";
import type { EngineName } from "../lib/stack/mod.ts";
import { run, type RunningCommand, start, task, untilRows } from "./testing.ts";
import {
  figuresOf,
  ignoreChaos,
  ok,
  type OwnEngines,
  simulatedFigures,
  withOwnEngines,
} from "./testing_chaos.ts";

const taxi = (limit: number) => ["taxi", "--simulate", "--limit", String(limit), "--json"];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("outages", { ignore: ignoreChaos }, (t) =>
  withOwnEngines(async (own) => {
    await own.up();
    await t.step("a service tells of each engine that is away, and goes on", () => service(own));
    await t.step("a service and ingest follow the engines to other ports", () => otherPorts(own));
    await t.step("a service waits for a topic that was deleted, and stores the new one", () =>
      deleted(own));
    await t.step("a paused service stores all of a topic that was made again", () =>
      paused(own));
    await t.step("Ctrl-C ends a service at once while the engines are away", () => stopped(own));
    await own.up();
    await t.step("tables are readable after kills while they get their first symbols", () =>
      firstSymbols(own));
    await t.step("sink --once ends after its patience and says what is left", () =>
      once(own));
  }));

/** Waits until one more line matches, and returns after how many seconds. */
async function nextLine(command: RunningCommand, text: RegExp, before: number): Promise<number> {
  const started = performance.now();
  while ([...command.err.matchAll(text)].length <= before) {
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < 60, `${text} did not appear, but:\n${command.err}`);
    await sleep(10);
  }
  return (performance.now() - started) / 1000;
}

async function service(own: OwnEngines): Promise<void> {
  const env = own.env("service");
  await using sink = start(task("sink", ["taxi_trips"], { env }));
  ok(await run("ingest", [...taxi(100), "--no-sink"], { env }));
  await own.ask("service", (db) => untilRows(db, taxiTrips, { least: 100, running: sink }));
  await own.kill("kafka");
  const first = await nextLine(sink, /^Kafka at \S+ is not available: connection /gm, 0);
  assert.ok(first < 3, `first line after ${first} s`);
  const second = await nextLine(sink, /^Kafka at \S+ is not available for \d+ s: /gm, 0);
  assert.ok(second > 8 && second < 12, `second line after ${second} s`);
  await own.up();
  await nextLine(sink, /^Kafka at \S+ is back after \d+ s$/gm, 0);

  await using ingest = start(
    task("ingest", [...taxi(24_000), "--rate", "4000", "--no-sink"], { env }),
  );
  await own.ask("service", (db) => untilRows(db, taxiTrips, { least: 5000, running: sink }));
  await own.kill("questdb");
  const gone = await nextLine(
    sink,
    /^QuestDB at \S+ is not available: connection .*Waiting for it: /gm,
    0,
  );
  assert.ok(gone < 4, `first line after ${gone} s`); // the sink sends about once a second
  await nextLine(
    sink,
    /^QuestDB at .* for \d+ s: .*[\d,]+ records of service_taxi_trips read and not yet committed/gm,
    0,
  );
  await own.up();
  await nextLine(sink, /^QuestDB at \S+ is back after \d+ s$/gm, 0);
  ok(await ingest.result);
  await own.ask("service", (db) => untilRows(db, taxiTrips, { least: 24_000, running: sink }));
  assert.deepEqual(await own.ask("service", figuresOf), await simulatedFigures(24_000));
  assert.doesNotMatch(sink.err, /Trying again/);
  sink.child.kill("SIGINT");
  assert.equal((await sink.result).code, 130);
}

async function otherPorts(own: OwnEngines): Promise<void> {
  const env = own.env("moved");
  const trips = 40_000;
  let longest = 0;
  await using sink = start(task("sink", ["taxi_trips"], { env }));
  await using ingest = start(task("ingest", [...taxi(trips), "--rate", "2000"], { env }));
  await own.ask("moved", (db) => untilRows(db, taxiTrips, { least: 1000, running: ingest }));
  const { ports: before } = (await readState(env.TRIBUTARY_STACK_DIR))!;
  for (
    const [engine, name] of [["kafka", "kafka"], ["questdb", "http"]] as [EngineName, string][]
  ) {
    const killed = performance.now();
    await own.kill(engine);
    const taken: Deno.Listener[] = [];
    const names = engine === "kafka"
      ? Object.keys(before).filter((one) => /kafka|controller/i.test(one))
      : ["http", "pg"];
    for (const port of names) taken.push(await takePort(before[port]!));
    await own.up();
    const { ports } = (await readState(env.TRIBUTARY_STACK_DIR))!;
    assert.notEqual(ports[name], before[name]);
    longest = Math.max(longest, performance.now() - killed);
    for (const listener of taken) listener.close();
  }
  const ended = await ingest.result;
  // It waits for a minute; on a busy machine an engine may need longer to start.
  if (ended.code === 0 || longest < 40_000) ok(ended);
  else ok(await run("ingest", taxi(trips), { env }));
  await own.ask("moved", (db) => untilRows(db, taxiTrips, { least: trips, running: sink }));
  assert.deepEqual(await own.ask("moved", figuresOf), await simulatedFigures(trips));
}

/** Listens on a port as soon as it is free, and hangs up on whoever connects. */
async function takePort(port: number): Promise<Deno.Listener> {
  for (;;) {
    try {
      const listener = Deno.listen({ hostname: "127.0.0.1", port });
      hangUp(listener).catch(() => {}); // it ends when the listener is closed
      return listener;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      await sleep(20);
    }
  }
}

async function hangUp(listener: Deno.Listener): Promise<void> {
  for await (const connection of listener) connection.close();
}

async function deleted(own: OwnEngines): Promise<void> {
  const env = own.env("deleted");
  await using sink = start(task("sink", ["taxi_trips"], { env }));
  ok(await run("ingest", [...taxi(1000), "--no-sink"], { env }));
  await own.ask("deleted", (db) => untilRows(db, taxiTrips, { least: 1000, running: sink }));
  ok(await run("topics", ["delete", "deleted_taxi_trips"], { env }));
  await nextLine(
    sink,
    /deleted_taxi_trips: the topic was deleted\. Waiting until it is made again/g,
    0,
  );
  ok(await run("ingest", [...taxi(3000), "--no-sink"], { env }));
  await own.ask("deleted", (db) => untilRows(db, taxiTrips, { least: 3000, running: sink }));
  assert.deepEqual(await own.ask("deleted", figuresOf), await simulatedFigures(3000));
}

async function paused(own: OwnEngines): Promise<void> {
  const env = own.env("paused");
  await using sink = start(task("sink", ["taxi_trips"], { env }));
  ok(await run("ingest", [...taxi(20), "--no-sink"], { env }));
  await own.ask("paused", (db) => untilRows(db, taxiTrips, { least: 20, running: sink }));
  sink.child.kill("SIGSTOP");
  ok(await run("topics", ["delete", "paused_taxi_trips"], { env }));
  ok(await run("ingest", [...taxi(3000), "--seed", "2", "--no-sink"], { env }));
  sink.child.kill("SIGCONT");
  await own.ask("paused", (db) => untilRows(db, taxiTrips, { least: 3020, running: sink }));
}

async function stopped(own: OwnEngines): Promise<void> {
  const env = own.env("stopped");
  await using sink = start(task("sink", ["taxi_trips"], { env }));
  await using ingest = start(
    task("ingest", [...taxi(100_000), "--rate", "4000", "--no-sink"], { env }),
  );
  await own.ask("stopped", (db) => untilRows(db, taxiTrips, { least: 1000, running: sink }));
  await own.kill("questdb"); // first: without new records from Kafka nothing would be written to it
  await nextLine(sink, /^QuestDB at .*not available/gm, 0);
  await own.kill("kafka");
  await nextLine(sink, /^Kafka at .*not available/gm, 0);
  const started = performance.now();
  sink.child.kill("SIGINT");
  ingest.child.kill("SIGINT");
  assert.equal((await sink.result).code, 130);
  assert.equal((await ingest.result).code, 130);
  const seconds = (performance.now() - started) / 1000;
  assert.ok(seconds < 6, `ended after ${seconds} s`);
}

async function once(own: OwnEngines): Promise<void> {
  const env = own.env("once");
  ok(await run("ingest", [...taxi(100_000), "--no-sink"], { env }));
  let stored = 0;
  for (const engine of ["questdb", "kafka"] as const) {
    await using sink = start(task("sink", ["taxi_trips", "--once", "--patience", "4s"], { env }));
    await own.ask("once", (db) => untilRows(db, taxiTrips, { least: stored + 1, running: sink }));
    sink.child.kill("SIGSTOP"); // so that it has not ended when the engine is gone
    await own.kill(engine);
    sink.child.kill("SIGCONT");
    const { code, err } = await sink.result;
    assert.equal(code, 1, err);
    assert.match(
      err,
      /^error: Cannot (reach|write to) (QuestDB|Kafka) .*At most [\d,]+ records of once_taxi_trips and .* are left/m,
    );
    await own.up();
    stored = await own.ask("once", async (db) => {
      const [row] = await db.sql<{ n: number }>`select count() n from ${taxiTrips}`;
      return row!.n;
    });
  }
  ok(await run("sink", ["taxi_trips", "--once"], { env }));
  assert.deepEqual(await own.ask("once", figuresOf), await simulatedFigures(100_000));
}

/**
 * Without the setting of symbol columns, about every third of such kills left an unreadable table. A
 * kill within the microsecond in which a symbol gets its place leaves one too, whatever the settings
 * (docs/reliability.md): that is QuestDB's own, and is only printed.
 */
async function firstSymbols(own: OwnEngines): Promise<void> {
  for (let round = 0; round < 4; round++) {
    const tables = Array.from({ length: 20 }, (_, i) => `symbols_${round}_${i}`);
    await own.ask("", async (db) => {
      for (const table of tables) {
        await db.run(`create table ${table} (timestamp timestamp, a symbol, b symbol)
          timestamp(timestamp) partition by day wal`);
      }
      for (const table of tables) {
        await db.run(`insert into ${table} select (x * 1000000)::timestamp,
          ('a' || x)::symbol, ('b' || x)::symbol from long_sequence(600)`);
      }
      await sleep(round * 50);
      await own.kill("questdb");
    });
    await own.up();
    await own.ask("", async (db) => {
      for (const table of tables) {
        try {
          await untilApplied(db, [table]); // QuestDB has acknowledged all rows
          assert.deepEqual(await db.run(`select count_distinct(a) n from ${table}`), [{ n: 600 }]);
        } catch (error) {
          if (!/Sequence mismatch|consistently read index/.test(messageOf(error))) throw error;
          console.log(`killed while a symbol got its place: ${messageOf(error)}`);
        }
      }
    });
  }
}
