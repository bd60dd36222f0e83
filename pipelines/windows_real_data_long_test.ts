/** Windows over real files on the three engines, and by plain SQL; docs/windows.md has the figures. */
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { githubEvents, taxiTrips } from "../lib/feeds/mod.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { seeded } from "../lib/random.ts";
import { realData, withFolder } from "../lib/sources/testing.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import { findWindow } from "../lib/windows/find.ts";
import { compareRows, type WindowResult } from "../lib/windows/result.ts";
import { WINDOW_ENGINES, type WindowRow } from "../lib/windows/window.ts";
import { assertSameRows, lateRecords, resultsOf, succeed, withRecords } from "./testing_windows.ts";

const { path, ignore } = realData("");
const DAY = `${path}/chicago_taxi/portal_2022-04-01.csv.gz`;
const HOUR = `${path}/github_events/2015-01-01-0.json.gz`;

type Results = Record<string, WindowResult>;

async function onAll(space: Space, ...names: string[]): Promise<Results[]> {
  const results: Results[] = [];
  for (const engine of WINDOW_ENGINES) {
    const found = await resultsOf(space, engine, ...names);
    for (const { window, seconds, read, late } of Object.values(found)) {
      console.log(`${window} on ${engine}: read ${read}, late ${late}, ${seconds} s`);
    }
    results.push(found);
  }
  return results;
}

/** Rows of plain SQL, whose `timestamp` is the start of their window. */
function rowsOf(name: string, rows: Record<string, unknown>[]): WindowRow[] {
  const { by, kind: { size } } = findWindow(name);
  return rows.map(({ timestamp, ...rest }) => ({
    window_start: (timestamp as Date).toISOString(),
    window_end: new Date((timestamp as Date).getTime() + size).toISOString(),
    ...rest as Record<string, number>,
  })).sort(compareRows(by));
}

/** Windows of 60 s every 30 s as two series of minutes, of which one is moved by half a minute. */
async function hotspots(db: Questdb, keys: string): Promise<Record<string, unknown>[]> {
  const wanted = keys.split(", ").map((key) => `${key} is not null`).join(" and ");
  const minutes = (moved: number) =>
    db.run<Record<string, unknown>>(
      `select dateadd('s', -${moved}, moved) timestamp, ${keys}, trips from (` +
        `select moved, ${keys}, count() trips from (select dateadd('s', ${moved}, timestamp) moved, ` +
        `${keys} from "${db.tableOf(taxiTrips)}" where ${wanted}) timestamp(moved) ` +
        "sample by 60s align to calendar)",
    );
  return [...await minutes(0), ...await minutes(30)];
}

async function bySql(db: Questdb): Promise<Record<string, WindowRow[]>> {
  const totals = await db.sql`
    select timestamp, count() trips, sum(fare) fare, avg(tips) mean_tip, avg(trip_total) mean_total
    from ${taxiTrips} sample by 1d align to calendar`;
  const fares = await db.sql`
    select timestamp, sum(fare) fare, sum(tips) tips, sum(trip_total) total
    from ${taxiTrips} sample by 5s align to calendar`;
  const found = {
    taxi_totals_1d: totals,
    taxi_fare_5s: fares,
    taxi_hotspots_area: await hotspots(db, "pickup_community_area"),
    taxi_hotspots_centroid: await hotspots(
      db,
      "pickup_centroid_latitude, pickup_centroid_longitude",
    ),
  };
  return Object.fromEntries(
    Object.entries(found).map(([name, rows]) => [name, rowsOf(name, rows)]),
  );
}

Deno.test("the real taxi day: four windows are equal on three engines, and to plain SQL", {
  ignore,
}, async () => {
  await withNamespace(async (space) => {
    await succeed(space, "ingest", "taxi", DAY, "--time", "event");
    const expected = await bySql(space.db);
    const [total] = expected.taxi_totals_1d!;
    assert.equal(total!.trips, 19_456);
    assert.equal(Number(total!.fare).toFixed(2), "400529.84");
    for (const results of await onAll(space, ...Object.keys(expected))) {
      for (const [name, rows] of Object.entries(expected)) {
        assertSameRows(findWindow(name), results[name]!.rows, rows);
        assert.ok([0, null].includes(results[name]!.late), name);
      }
    }
  });
});

/** One partition, trips moved within their quarter of an hour. */
async function checkLateTrips(file: string, { mostLate }: { mostLate: boolean }): Promise<void> {
  await withNamespace(async (space) => {
    await succeed(space, "topics", "create", "taxi_trips", "--partitions", "1");
    await succeed(space, "ingest", "taxi", file);
    const totals = findWindow("taxi_totals_1d"), fares = findWindow("taxi_fare_5s");
    const expected = await bySql(space.db);
    const all = await onAll(space, totals.name, fares.name);
    for (const results of all) {
      assertSameRows(totals, results[totals.name]!.rows, expected[totals.name]!);
    }
    const [deno, questdb, flink] = all.map((results) => results[fares.name]!);
    assert.equal(deno!.late! > 19_000, mostLate, `${deno!.late} late`);
    assertSameRows(fares, flink!.rows, deno!.rows);
    const late = await lateRecords(space, fares);
    assert.equal(late.length, deno!.late);
    assertSameRows(fares, withRecords(fares, deno!.rows, late), questdb!.rows);
    assertSameRows(fares, questdb!.rows, expected[fares.name]!);
  });
}

Deno.test("the shuffled day: totals are equal, and fares with the late records", {
  ignore,
}, async () => {
  const [header, ...rows] = gunzipSync(await Deno.readFile(DAY)).toString().trimEnd().split("\n");
  const random = seeded(4);
  for (let i = rows.length - 1; i > 0; i--) {
    const j = random.int(0, i);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  const day = [header, ...rows].join("\n");
  await withFolder(
    { "day.csv": day },
    (folder) => checkLateTrips(`${folder}/day.csv`, { mostLate: true }),
  );
});

Deno.test("the day out of order within its quarter hours: the same", {
  ignore,
}, () => checkLateTrips(DAY, { mostLate: false }));

Deno.test("the archive hour: types per minute are equal on three engines, and to plain SQL", {
  ignore,
}, async () => {
  await withNamespace(async (space) => {
    await succeed(space, "ingest", "github", HOUR);
    const window = findWindow("github_types_1m");
    const found = await space.db.sql`
      select timestamp, type, count() events from ${githubEvents} sample by 1m align to calendar`;
    const expected = rowsOf(window.name, found);
    assert.equal(expected.reduce((sum, { events }) => sum + Number(events), 0), 7702);
    for (const results of await onAll(space, window.name)) {
      assertSameRows(window, results[window.name]!.rows, expected);
    }
  });
});
