/** Helpers for fault tests: their own engines, which they may kill, and figures to compare. */
import assert from "node:assert/strict";
import type { KafkaEndpoint, QuestdbEndpoint } from "../lib/config.ts";
import { connectQuestdb, type Questdb } from "../lib/questdb/client.ts";
import { knownStack } from "../lib/stack/known.ts";
import type { EngineName } from "../lib/stack/mod.ts";
import { findJava, JAVA_WANTED } from "../lib/stack/modes/find_java.ts";
import { runningEngines } from "../lib/stack/machine/processes.ts";
import { shareJars } from "../lib/stack/testing.ts";
import { taxiFeed, taxiTrips } from "../lib/feeds/mod.ts";
import { type CommandResult, run } from "./testing.ts";

/** A test's own engines. */
export interface OwnEngines {
  /** Makes a command use them, in a namespace. */
  env(namespace: string): Record<string, string>;
  /** Queries their QuestDB. */
  ask<T>(namespace: string, question: (db: Questdb) => Promise<T>): Promise<T>;
  /** Their QuestDB in a namespace. */
  questdb(namespace: string): Promise<QuestdbEndpoint>;
  /** Their Kafka in a namespace. */
  kafka(namespace: string): Promise<KafkaEndpoint>;
  /** Kills them with SIGKILL. */
  kill(...engines: EngineName[]): Promise<void>;
  /** Starts those that are not running. */
  up(): Promise<void>;
}

const java = await findJava();

/** Whether to skip the fault tests: their engines are Java processes. */
export const ignoreChaos = java === undefined || java.version < JAVA_WANTED;
if (ignoreChaos) console.log(`skipped: fault tests, because Java ${JAVA_WANTED} is not installed`);

/** Runs a test with its own engines, and ends them. */
export async function withOwnEngines(test: (own: OwnEngines) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "tributary_chaos_" });
  await shareJars(dir);
  const env = {
    TRIBUTARY_STACK_DIR: dir,
    TRIBUTARY_STACK: "java",
    QDB_DEV_MODE_ENABLED: "true", // otherwise tables cannot be suspended
  };
  async function kill(...engines: EngineName[]) {
    const running = await runningEngines({ dir });
    for (const engine of engines) if (running[engine]) Deno.kill(running[engine], "SIGKILL");
  }
  async function endpointOf<T>(name: EngineName, namespace: string): Promise<T> {
    const known = await knownStack({ dir, wanted: "java" });
    const { endpoint } = known!.engines.find(({ engine }) => engine.name === name)!;
    return { ...endpoint as T, prefix: `${namespace}_` };
  }
  const questdb = (namespace: string) => endpointOf<QuestdbEndpoint>("questdb", namespace);
  try {
    await test({
      env: (namespace) => ({ ...env, TRIBUTARY_NAMESPACE: namespace }),
      kill,
      async up() {
        ok(await run("up", [], { env }));
      },
      questdb,
      kafka: (namespace) => endpointOf<KafkaEndpoint>("kafka", namespace),
      async ask(namespace, question) {
        const db = connectQuestdb(await questdb(namespace));
        try {
          return await question(db);
        } finally {
          await db.close();
        }
      },
    });
  } finally {
    await kill("kafka", "questdb");
    await new Promise((resolve) => setTimeout(resolve, 200)); // the folder is in use until they end
    await Deno.remove(dir, { recursive: true });
  }
}

/** The result of a command that succeeded. */
export function ok(result: CommandResult): CommandResult {
  assert.equal(result.code, 0, result.err + result.out);
  return result;
}

/** Figures that any lost, duplicated or changed trip would change. */
export interface TripFigures {
  rows: number;
  trips: number;
  fare: string;
  seconds: number;
}

/** The figures of the table. */
export async function figuresOf({ sql }: Questdb): Promise<TripFigures> {
  const [row] = await sql<{ rows: number; trips: number; fare: number; seconds: number }>`
    select count() rows, count_distinct(trip_id) trips, sum(fare) fare, sum(trip_seconds) seconds
    from ${taxiTrips}`;
  return { ...row!, fare: row!.fare.toFixed(2) };
}

/** The figures of the simulator's first trips, computed without an engine. */
export async function simulatedFigures(limit: number, seed = 1): Promise<TripFigures> {
  const trips = new Set<unknown>();
  let rows = 0, fare = 0, seconds = 0;
  for await (
    const { records } of taxiFeed.simulate!({ seed, start: "2026-01-01T00:00:00Z", limit })
  ) {
    for (const trip of records) {
      rows++;
      trips.add(trip.trip_id);
      fare += Number(trip.fare);
      seconds += Number(trip.trip_seconds);
    }
  }
  return { rows, trips: trips.size, fare: fare.toFixed(2), seconds };
}
