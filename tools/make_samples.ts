/** Writes data/: the small samples that the project ships, made by its own simulators from fixed seeds. */
import { Buffer } from "node:buffer";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { defineCommand, main } from "../lib/cli.ts";
import { projectFolder } from "../lib/config.ts";
import { seeded } from "../lib/random.ts";
import { archiveLine } from "../lib/simulators/archive_line.ts";
import { githubEvents } from "../lib/simulators/github.ts";
import { PORTAL_HEADER, portalRow } from "../lib/simulators/portal_csv.ts";
import { shopCsv } from "../lib/simulators/shop_csv.ts";
import { shopOrders } from "../lib/simulators/shop_orders.ts";
import { shopUsers } from "../lib/simulators/shop_users.ts";
import { simulatedTrips } from "../lib/simulators/taxi.ts";

/** A file of data/, before it is packed. */
export interface Sample {
  /** Path under data/, `.gz` included. */
  path: string;
  /** What it holds when unpacked. */
  text: string;
}

/** The day of all samples, a Wednesday, so that charts of them line up. */
export const SAMPLE_DAY = "2026-05-13";
export const SAMPLE_SEED = 1;
const HOUR = 3_600_000;
const midnight = Date.parse(`${SAMPLE_DAY}T00:00:00Z`);
/** The hours of events: the shop's dinner, and the taxis' way home. */
const HOURS = [19, 20];
/** Mean milliseconds between two orders: 1,200 a day. */
const ORDER_GAP = 72_000;

function* before<T extends Record<K, unknown>, K extends string>(
  records: Iterable<T>,
  { field, end }: { field: K; end: number },
): Generator<T> {
  for (const record of records) {
    if (Date.parse(String(record[field])) >= end) return;
    yield record;
  }
}

/** The samples, made anew: the same text on every machine. */
export function samples(): Sample[] {
  const from = midnight + HOURS[0]! * HOUR;
  const events = githubEvents(seeded(SAMPLE_SEED), from);
  const hours = Map.groupBy(
    before(events, { field: "created_at", end: from + HOURS.length * HOUR }),
    ({ created_at }) => Number(created_at.slice(11, 13)),
  );
  const day = { field: "event_timestamp", end: midnight + 24 * HOUR } as const;
  const trips = before(simulatedTrips(seeded(SAMPLE_SEED), midnight), day);
  const random = seeded(SAMPLE_SEED);
  const shop = { users: shopUsers(random), start: midnight, gap: ORDER_GAP };
  const orders = before(shopOrders(random, shop), { ...day, field: "created_at" });
  return [
    ...HOURS.map((hour) => ({
      path: `github_events/${SAMPLE_DAY}-${hour}.json.gz`,
      text: hours.get(hour)!.map(archiveLine).join(""),
    })),
    {
      path: `chicago_taxi/simulated_${SAMPLE_DAY}.csv.gz`,
      text: PORTAL_HEADER + trips.map(portalRow).toArray().join(""),
    },
    ...Object.entries(shopCsv([...orders])).map(([name, text]) => ({
      path: `orders_pizza/${name}.gz`,
      text,
    })),
  ];
}

export const makeSamples = defineCommand({
  name: "samples",
  summary: "Makes the samples in data/ anew with the simulators.",
  flags: {},
  examples: ["deno task samples"],
  async run() {
    for (const { path, text } of samples()) {
      const file = `${projectFolder}/data/${path}`;
      const packed = gzipSync(Buffer.from(text), { level: 9 });
      await Deno.mkdir(dirname(file), { recursive: true });
      await Deno.writeFile(file, packed);
      const lines = text.split("\n").length - 1;
      console.log(`data/${path}: ${lines} lines, ${Math.ceil(packed.length / 1024)} KiB`);
    }
  },
});

if (import.meta.main) await main(makeSamples);
