/** Taxi data that windows cannot use, and what each engine must say of it; for tests. */
import assert from "node:assert/strict";
import { taxiTrips } from "../lib/feeds/mod.ts";
import { PORTAL_HEADER } from "../lib/feeds/taxi/portal_row.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { ensureTopics } from "../lib/kafka/topics.ts";
import { withFolder } from "../lib/sources/testing.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { WindowEngine } from "../lib/windows/window.ts";
import { type CommandResult, run } from "./testing.ts";

const MIDNIGHT = "04/01/2022 12:00:00 AM";
const trip = (id: string, start: string) => `${id},,${start}${",".repeat(20)}`;

const FILES = {
  "wrong.csv": `id,cab,begin,price\na,x,${MIDNIGHT},3\nb,x,${MIDNIGHT},3\n`,
  "swapped.csv": `Trip ID,Trip Start Timestamp,Fare\na,12.5,${MIDNIGHT}\nb,9,${MIDNIGHT}\n`,
  "other.csv": "tpep_pickup_datetime,VendorID,fare_amount\n2022-04-01 00:00:00,1,3.5\n",
  "nulls.csv": [
    PORTAL_HEADER,
    trip("a", MIDNIGHT),
    trip("b", "04/01/2022 01:00:00 AM"),
    trip("c", "04/02/2022 01:00:00 AM"),
  ].join("\n"),
};

/** A file of which no record is stored, and the end of what a window then says on any engine. */
const REJECTED: [file: keyof typeof FILES, why: RegExp][] = [
  ["wrong.csv", /2 records were rejected, the first: .*wrong\.csv:2: header has unknown columns/],
  ["swapped.csv", /2 records .*swapped\.csv:2: trip_start_timestamp: expected a time/],
  [
    "other.csv",
    /One record was rejected: .*other\.csv:2: .* lacks the columns trip_id, trip_start/,
  ],
];

function windowsOn(
  { namespace }: Space,
  engine: WindowEngine,
  ...names: string[]
): Promise<CommandResult> {
  const words = [...names, "--engine", engine, "--once", "--json"];
  return run("windows", words, { env: { TRIBUTARY_NAMESPACE: namespace } });
}

/** Files whose columns have wrong names, hold other columns' values, or are those of another data set. */
export async function checkRejected(
  engines: readonly WindowEngine[],
  files = Object.keys(FILES),
): Promise<void> {
  await withFolder(FILES, async (folder) => {
    await Promise.all(
      REJECTED.filter(([file]) => files.includes(file)).map(([file, why]) =>
        withNamespace(async (space) => {
          const env = { TRIBUTARY_NAMESPACE: space.namespace };
          const ingested = await run("ingest", ["taxi", `${folder}/${file}`], { env });
          assert.equal(ingested.code, 1, ingested.err);
          for (const engine of engines) {
            const { code, out, err } = await windowsOn(space, engine, "taxi_totals_1d");
            assert.deepEqual([code, out], [1, ""], `${engine}: ${err}`);
            assert.match(err, /error: The window taxi_totals_1d has no row/, engine);
            assert.match(err, why, engine);
            const table = `${space.namespace}_dead_letters`;
            const query = `select * from ${table} where stream = 'taxi_trips'`;
            // Flink needs no QuestDB.
            const show = engine === "flink" ? "replay taxi_trips --dry-run" : `sql "${query}"`;
            assert.ok(err.includes(`Show them with: deno task ${show}`), err);
          }
        })
      ),
    );
  });
}

const NO_AREA: Record<WindowEngine, RegExp> = {
  deno: /taxi_hotspots_area has no row: 3 are left out by its where/,
  questdb: /taxi_hotspots_area has no rows: of the 3 rows .* none has a value in pickup_community/,
  flink: /taxi_hotspots_area has no row: Flink read 3 records, and none passed its where/,
};

/** Records in which every optional field is null. */
export async function checkNulls(engines: readonly WindowEngine[]): Promise<void> {
  await withFolder(FILES, (folder) =>
    withNamespace(async (space) => {
      const env = { TRIBUTARY_NAMESPACE: space.namespace };
      const ingested = await run("ingest", ["taxi", `${folder}/nulls.csv`], { env });
      assert.equal(ingested.code, 0, ingested.err);
      for (const engine of engines) {
        const [both, areas] = await Promise.all([
          windowsOn(space, engine, "taxi_totals_1d", "taxi_fare_5s"),
          windowsOn(space, engine, "taxi_hotspots_area"),
        ]);
        assert.equal(both.code, 1, both.err);
        const [totals, fares]: WindowResult[] = both.out.trim().split("\n")
          .map((line) => JSON.parse(line));
        const empty = { fare: null, mean_tip: null, mean_total: null };
        assert.deepEqual(
          totals!.rows.map(({ window_start: _, window_end: __, ...values }) => values),
          [{ trips: 2, ...empty }, { trips: 1, ...empty }],
          engine,
        );
        assert.equal(fares!.rows.length, 3, engine);
        assert.match(both.err, /warning: taxi_totals_1d: mean_tip is null in every row: .*tips/);
        assert.match(
          both.err,
          /error: The window taxi_fare_5s has rows, but no value in any: none of 3 records/,
        );
        assert.deepEqual([areas.code, areas.out], [1, ""], areas.err);
        assert.match(areas.err, NO_AREA[engine]);
      }
    }));
}

const NO_TIME: Record<WindowEngine, RegExp> = {
  deno:
    /2 are not records of the stream \(the first: \w+_taxi_trips\/\d:0: event_timestamp .*missing/,
  questdb: /there is no table .* holds 2 records that are not stored yet.* sink taxi_trips --once/,
  flink: /did not finish on Flink .*a record of taxi_trips lacks event_timestamp/,
};

/** Records of another program in the topic, without the stream's time. */
export async function checkForeign(engines: readonly WindowEngine[]): Promise<void> {
  await withNamespace(async (space) => {
    const kafka = await connectKafka(space.endpoints.kafka);
    try {
      await ensureTopics(kafka, [taxiTrips]);
      const producer = await openProducer(kafka);
      const value = JSON.stringify({ trip_id: "a", pickup: "2022-04-01T00:00:00Z", fare: 3 });
      await producer.write(kafka.topicOf(taxiTrips), [{ key: "a", value }, { key: "a", value }]);
      await producer.close();
    } finally {
      await kafka.close();
    }
    for (const engine of engines) {
      const { code, out, err } = await windowsOn(space, engine, "taxi_fare_5s");
      assert.deepEqual([code, out], [1, ""], err);
      assert.match(err, NO_TIME[engine]);
    }
    if (!engines.includes("questdb")) return;
    const env = { TRIBUTARY_NAMESPACE: space.namespace };
    await run("sink", ["taxi_trips", "--once"], { env });
    const { code, err } = await windowsOn(space, "questdb", "taxi_fare_5s");
    assert.equal(code, 1, err);
    assert.match(err, /table \w+ is empty\. 2 records were rejected, the first: .*event_timestamp/);
  });
}
