import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { projectFolder } from "../lib/config.ts";
import { githubArchive } from "../lib/feeds/github/archive.ts";
import { ordersCsv } from "../lib/feeds/orders/shop_files.ts";
import type { Source } from "../lib/sources/source.ts";
import { taxiCsv } from "../lib/feeds/taxi/portal_csv.ts";
import { ordersFeed, taxiFeed } from "../lib/feeds/mod.ts";
import { SAMPLE_DAY, SAMPLE_SEED } from "../lib/simulators/sample_day.ts";
import { samples } from "./make_samples.ts";

const data = `${projectFolder}/data`;
const made = samples();

Deno.test("data/ has what `deno task samples` makes", async () => {
  // Compressed bytes may differ between versions of zlib, so their content is compared.
  for (const { path, text } of made) {
    const packed = await readFile(`${data}/${path}`);
    assert(gunzipSync(packed).toString() === text, `${path} differs: run \`deno task samples\``);
    assert.deepEqual(
      [...packed.subarray(4, 8)],
      [0, 0, 0, 0],
      `${path} contains the time of compression`,
    );
  }
});

Deno.test("data/ has nothing else except its README, and is under 4 MB", async () => {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(data, `${parentPath}/${name}`));
  assert.deepEqual(files.sort(), ["README.md", ...made.map(({ path }) => path)].sort());
  const sizes = await Promise.all(
    files.map(async (name) => (await stat(`${data}/${name}`)).size),
  );
  assert(sizes.reduce((sum, size) => sum + size, 0) < 4_000_000);
});

Deno.test("samples() are two hours of events, a day of trips and a day of orders, all on one day", () => {
  const lines = (part: string) =>
    made.filter(({ path }) => path.includes(part)).flatMap(({ text }) =>
      text.trimEnd().split("\n")
    );
  const events = lines("github_events/").map((line) => JSON.parse(line).created_at as string);
  assert(events.length > 15_000 && events.length < 17_000, `${events.length}`);
  assert(Date.parse(events.at(-1)!) - Date.parse(events[0]!) > 119 * 60_000);
  const trips = lines("chicago_taxi/").slice(1).map((line) => line.split(",")[2]!);
  assert(trips.length > 17_500 && trips.length < 19_500, `${trips.length}`);
  assert.equal(new Set(trips).size, 96);
  const orders = lines("/orders.csv").slice(1).map((line) => line.split(",")[1]!);
  assert(orders.length > 1_000 && orders.length < 1_400, `${orders.length}`);
  const [year, month, day] = SAMPLE_DAY.split("-");
  assert(events.every((time) => time.startsWith(SAMPLE_DAY)));
  assert(trips.every((time) => time.startsWith(`${month}/${day}/${year} `)));
  assert(orders.every((date) => date === SAMPLE_DAY));
});

/** Reads a source to its end: nothing rejected, everything valid. */
async function recordsOf(source: Source): Promise<Record<string, Record<string, unknown>[]>> {
  const streams: Record<string, Record<string, unknown>[]> = {};
  for await (const { stream, records, rejected } of source) {
    assert.deepEqual(rejected, []);
    for (const record of records) assert.deepEqual(stream.check(record), []);
    (streams[stream.name] ??= []).push(...records);
  }
  return streams;
}

const lineCount = (part: string) =>
  made.filter(({ path }) => path.includes(part))
    .reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);

Deno.test("data/github_events is read completely", async () => {
  const { github_events } = await recordsOf(githubArchive(`${data}/github_events`));
  assert.equal(github_events!.length, lineCount("github_events/"));
  assert.equal(new Set(github_events!.map(({ id }) => id)).size, github_events!.length);
});

Deno.test("data/chicago_taxi is read completely, as the trips that were written", async () => {
  const folder = `${data}/chicago_taxi`;
  const { taxi_trips } = await recordsOf(taxiCsv(folder, { time: "event" }));
  assert.equal(taxi_trips!.length, lineCount("chicago_taxi/") - 1);
  const source = taxiFeed.simulate!({
    seed: SAMPLE_SEED,
    start: `${SAMPLE_DAY}T00:00:00Z`,
    limit: taxi_trips!.length,
  });
  const { taxi_trips: simulated } = await recordsOf(source);
  const written = simulated!.map((trip) => ({
    ...trip,
    event_timestamp: trip.trip_start_timestamp,
  }));
  assert.deepEqual(taxi_trips, written);
});

Deno.test("data/orders_pizza is read completely: the shop's products, and orders that add up", async () => {
  const folder = `${data}/orders_pizza`;
  const { products, orders, order_items } = await recordsOf(ordersCsv(folder));
  assert.equal(orders!.length, lineCount("/orders.csv") - 1);
  assert.equal(order_items!.length, lineCount("/order_details.csv") - 1);
  const sum = (values: unknown[]) =>
    values.reduce<number>((total, value) => total + Number(value), 0);
  const revenue = sum(order_items!.map(({ quantity, price }) => Number(quantity) * Number(price)));
  assert.equal(sum(orders!.map(({ price }) => price)).toFixed(2), revenue.toFixed(2));
  const source = ordersFeed.simulate!({
    seed: SAMPLE_SEED,
    start: `${SAMPLE_DAY}T00:00:00Z`,
    limit: 1,
  });
  const { products: simulated } = await recordsOf(source);
  const named = (changes: Record<string, unknown>[]) =>
    changes.map(({ after }, i) => ({ ...after as object, id: i + 1, image: null }));
  assert.deepEqual(named(products!), named(simulated!));
});
