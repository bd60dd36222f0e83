import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { formatCsvRow } from "../../csv_write.ts";
import { seeded } from "../../random.ts";
import { type TaxiTrip, taxiTrips } from "./taxi_trips.ts";
import { gather, realData, withFolder } from "../../sources/testing.ts";
import { taxiCsv, type TaxiCsvOptions } from "./portal_csv.ts";

const HEADER = ["Trip ID", "Trip Start Timestamp", "Trip End Timestamp", "Fare", "Company"];

/** A row as the portal writes it. */
function row(
  id: string,
  cells: { start?: string; end?: string; fare?: string; company?: string } = {},
) {
  const { start = "04/01/2022 12:15:00 AM", end = "", fare = "$8.75", company = "Cab, LLC" } =
    cells;
  return formatCsvRow([id, start, end, fare, company]);
}

/** What is read of one file. */
async function read(content: string | Uint8Array, options: TaxiCsvOptions = {}) {
  let found = { records: [] as TaxiTrip[], lines: [] as number[], faults: [] as string[] };
  await withFolder({ "trips.csv": content }, async (folder) => {
    const { taxi_trips } = await gather(taxiCsv(folder, options));
    if (!taxi_trips) return;
    const faults = taxi_trips.rejected.map(({ source, line, field, value, reason }) => {
      assert.equal(source, `${folder}/trips.csv`);
      return [line, field, value, reason].join(" | ");
    });
    found = { ...taxi_trips, records: taxi_trips.records as TaxiTrip[], faults };
  });
  return found;
}

Deno.test("taxiCsv() yields whole records with the fields in the stream's order", async () => {
  const { records, lines } = await read(formatCsvRow(HEADER) + row("a") + "\n" + row("b"), {
    time: "event",
  });
  assert.deepEqual(lines, [2, 4]);
  assert.deepEqual(Object.keys(records[0]!), Object.keys(taxiTrips.schema.properties));
  const { trip_id, event_timestamp, trip_start_timestamp, fare, company, taxi_id, tips } =
    records[0]!;
  assert.deepEqual(
    { trip_id, event_timestamp, trip_start_timestamp, fare, company, taxi_id, tips },
    {
      trip_id: "a",
      event_timestamp: "2022-04-01T00:15:00.000Z",
      trip_start_timestamp: "2022-04-01T00:15:00.000Z",
      fare: 8.75,
      company: "Cab, LLC",
      taxi_id: null,
      tips: null,
    },
  );
  for (const record of records) assert.deepEqual(taxiTrips.check(record), []);
});

Deno.test("taxiCsv() rejects a row with file, line, field, value and reason, and continues", async () => {
  const text = formatCsvRow(HEADER) + row("good 1") + row("") + row("b", { fare: "abc" }) +
    row("c", { start: "02/30/2022 01:00:00 AM" }) + row("d", { start: "" }) +
    row("e", { end: "04/01/2022 25:00:00 AM" }) + "f,one,too,few\n" + 'g,"open\n' +
    row("h", { fare: "-5" }) + row("good 2");
  const { records, lines, faults } = await read(text);
  // A negative fare is a number: the stream's check refuses it.
  assert.deepEqual(records.map((trip) => trip.trip_id), ["good 1", "h", "good 2"]);
  assert.deepEqual(lines, [2, 10, 11]);
  const time = "expected a time as MM/DD/YYYY hh:mm:ss AM or YYYY-MM-DDThh:mm:ss";
  assert.deepEqual(faults, [
    "3 | trip_id |  | is missing",
    "4 | fare | abc | expected an amount such as 8.75 or $8.75",
    `5 | trip_start_timestamp | 02/30/2022 01:00:00 AM | ${time}`,
    "6 | trip_start_timestamp |  | is missing",
    `7 | trip_end_timestamp | 04/01/2022 25:00:00 AM | ${time}`,
    "8 |  |  | has 4 cells, the header has 5",
    "9 |  |  | opens a quote that never closes",
  ]);
  assert.deepEqual(taxiTrips.check(records[1]).map((error) => error.field), ["fare"]);
});

Deno.test("taxiCsv() rejects each row behind a header it does not know, and reads the next file", async () => {
  const files = {
    "1.csv": "Trip ID,Colour\n1,red\n2,blue\n",
    "2.csv": "",
    "3.csv": formatCsvRow(HEADER) + row("x"),
    "4.csv": "Trip ID,Colour\n",
  };
  await withFolder(files, async (folder) => {
    const { taxi_trips } = await gather(taxiCsv(folder));
    assert.equal(taxi_trips!.records.length, 1);
    const [red, blue, empty, header, ...others] = taxi_trips!.rejected;
    assert.deepEqual(others, []);
    assert.deepEqual([red!.line, red!.raw, blue!.line, blue!.raw], [2, "1,red", 3, "2,blue"]);
    assert.match(
      red!.reason,
      /^header has unknown columns: "Colour"; lacks the columns trip_start_timestamp; expected: trip_id, taxi_id, /,
    );
    assert.equal(empty!.reason, "has no header: the file is empty");
    assert.deepEqual([header!.line, header!.raw], [1, "Trip ID,Colour"]);
  });
});

Deno.test("taxiCsv() reads what pandas, psql, BigQuery, spreadsheets and the portal's API write", async () => {
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line.replace(/^.*?: /, ""));
  const [id, start, fare] = ["x", "2022-04-01T00:15:00.000Z", 1234.5];
  for (
    const text of [
      ',Trip ID,Trip Start Timestamp,Fare\n0,x,2022-04-01 00:15:00,"1,234.50"\n',
      "unique_key,trip_start_timestamp,fare\nx,2022-04-01 00:15:00 UTC,1234.5\n",
      "trip_id;trip_start_timestamp;fare\nx;2022-04-01 00:15:00+00;1.234,50\n",
      "trip_id\ttrip_start_timestamp\tfare\rx\t2022-04-01T00:15:00\t$1,234.50\r",
      "trip_id, trip_start_timestamp, fare,\nx, 04/01/2022 12:15 AM, 1234.50,\n",
      '"trip_id","trip_start_timestamp","fare",":@computed_region_x"\n"x","2022-04-01T00:15:00.000","1234.5","8"\n',
    ]
  ) {
    const { records, faults } = await read(text, { log });
    assert.deepEqual(faults, [], text);
    const [{ trip_id, trip_start_timestamp, fare: read_fare, company }] = records as [TaxiTrip];
    assert.deepEqual([trip_id, trip_start_timestamp, read_fare], [id, start, fare], text);
    assert.equal(company, null);
  }
  assert.deepEqual(logged, [
    "left out 1 column without a name",
    "left out 1 column without a name",
    'left out the columns ":@computed_region_x"',
  ]);
  const empty = ["NaN", "nan", "None", "NULL", "\\N", "NA", " "];
  const { records } = await read(
    formatCsvRow(HEADER) +
      empty.map((word) => row(word === "" ? "y" : `y ${word}`, { fare: word, company: word })).join(
        "",
      ),
  );
  assert.deepEqual(records.map(({ fare, company }) => fare ?? company), empty.map(() => null));
});

Deno.test("taxiCsv() rejects bytes of another encoding with line and field, or reads them by its name", async () => {
  const text = formatCsvRow(HEADER) + row("a", { company: "Caf\xe9" }) + row("b");
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const { records, faults } = await read(bytes);
  assert.deepEqual(records.map((trip) => trip.trip_id), ["b"]);
  assert.deepEqual(faults, [
    "2 | company |  | is not UTF-8 (byte 0xE9): name the file's encoding, for example --encoding windows-1252",
  ]);
  for (const encoding of ["latin1", "windows-1252"]) {
    const [first] = (await read(bytes, { encoding })).records;
    assert.equal(first!.company, "Caf\xe9");
  }
});

Deno.test("taxiCsv() refuses an archive and JSON by name, and rejects a repeated header", async () => {
  const zip = await read(Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]));
  assert.deepEqual(zip.faults, ["1 |  |  | is a zip archive: unpack it first"]);
  const json = await read('[{"trip_id":"x"}\n,{"trip_id":"y"}]');
  assert.match(json.faults.join(), /^1 .* is JSON: save it as CSV/);
  const twice = await read(formatCsvRow(HEADER) + row("a") + formatCsvRow(HEADER) + row("b"));
  assert.deepEqual([twice.lines, twice.faults], [[2, 4], ["3 |  |  | repeats the header"]]);
});

Deno.test("taxiCsv() yields all whole rows of a gzip file that breaks off, then reports the break", async () => {
  const random = seeded("taxi");
  const ids = Array.from({ length: 5000 }, () => `trip ${random.next()}`);
  const packed = gzipSync(formatCsvRow(HEADER) + ids.map((id) => row(id)).join(""));
  const { records, faults } = await read(packed.subarray(0, packed.length / 2));
  assert.ok(records.length > 2000);
  assert.deepEqual(records.map((trip) => trip.trip_id), ids.slice(0, records.length));
  const line = records.length + 2;
  const reason = "cannot be read from here on: damaged gzip: unexpected end of file";
  assert.deepEqual(faults, [`${line} |  |  | ${reason}`]);
});

Deno.test("taxiCsv() never hangs on a damaged file, and loses no undamaged row", async () => {
  const random = seeded("damage");
  const lines = Array.from({ length: 400 }, (_, i) => row(`trip ${i}`));
  const bytes = new TextEncoder().encode(formatCsvRow(HEADER) + lines.join(""));
  const first = formatCsvRow(HEADER).length;
  const starts = [first];
  for (const line of lines) starts.push(starts.at(-1)! + line.length);
  for (let round = 0; round < 60; round++) {
    const damaged = bytes.slice();
    const hit = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const at = random.int(first, bytes.length - 1);
      damaged[at] = random.int(0, 255);
      const line = starts.findLastIndex((start) => start <= at);
      hit.add(line);
      // Without its line break, a line swallows the next one.
      if (at === starts[line + 1]! - 1) hit.add(line + 1);
    }
    const { records } = await read(damaged);
    const ids = new Set(records.map((trip) => trip.trip_id));
    for (let i = 0; i < lines.length; i++) {
      assert.ok(hit.has(i) || ids.has(`trip ${i}`), `trip ${i}`);
    }
  }
});

Deno.test("taxiCsv() times: spread is repeatable, event is the start", async () => {
  const text = formatCsvRow(HEADER) + row("a") + row("b");
  const times = async (options: TaxiCsvOptions) =>
    (await read(text, options)).records.map((trip) => trip.event_timestamp);
  const spread = await times({});
  assert.deepEqual(await times({ time: "spread" }), spread);
  for (const time of spread) {
    assert.ok(time >= "2022-04-01T00:15:00" && time < "2022-04-01T00:30:00", time);
    assert.match(time, /\.\d{3}Z$/);
  }
  assert.deepEqual(await times({ time: "event" }), Array(2).fill("2022-04-01T00:15:00.000Z"));
});

Deno.test("taxiCsv() ends when the signal aborts", async () => {
  const stop = new AbortController();
  const text = formatCsvRow(HEADER) +
    Array.from({ length: 20_000 }, (_, i) => row(`trip ${i}`)).join("");
  await withFolder({ "trips.csv": text }, async (folder) => {
    let read = 0;
    for await (const batch of taxiCsv(folder, { signal: stop.signal, batchSize: 100 })) {
      read += batch.records.length;
      assert.ok(batch.records.length <= 100);
      stop.abort();
    }
    assert.ok(read > 0 && read < 20_000);
  });
});

const real = realData("chicago_taxi");

/** Adds amounts in cents, as a till does. */
function cents(trips: TaxiTrip[], field: "fare" | "tips" | "trip_total"): string {
  const sum = trips.reduce((sum, trip) => sum + Math.round((trip[field] ?? 0) * 100), 0);
  return (sum / 100).toFixed(2);
}

function counts(trips: TaxiTrip[], field: keyof TaxiTrip): Record<string, number> {
  const found = Object.groupBy(trips, (trip) => String(trip[field]));
  return Object.fromEntries(Object.entries(found).map(([key, group]) => [key, group!.length]));
}

function empty(trips: TaxiTrip[], field: keyof TaxiTrip): number {
  return trips.filter((trip) => trip[field] === null).length;
}

// The figures of ../shared/data/README.md.
const FIGURES = [
  {
    file: "portal_2022-04-01.csv.gz",
    distinct: [19_456, 1_764],
    sums: ["400529.84", "47105.85", "485824.75"],
    maxFare: 7400.2,
    empties: { fare: 8, trip_total: 8, pickup_community_area: 1438, dropoff_community_area: 1983 },
    centroids: [1438, 1902],
    companies: [28, 0],
    endBeforeStart: 0,
    payments: {
      "Cash": 6832,
      "Credit Card": 6605,
      "Mobile": 3140,
      "Prcard": 1770,
      "Unknown": 1098,
      "Dispute": 6,
      "No Charge": 5,
    },
    areas: { 8: 4610, 32: 3308, 76: 2509, 28: 1696, 6: 759 },
  },
  {
    file: "portal_2013-2016_sample.csv",
    distinct: [1250, 1095],
    sums: ["15213.76", "1518.58", "17769.19"],
    maxFare: 91.75,
    empties: { fare: 0, trip_total: 0, pickup_community_area: 196, dropoff_community_area: 223 },
    centroids: [196, 219],
    companies: [18, 457],
    endBeforeStart: 7,
    payments: { "Cash": 768, "Credit Card": 474, "No Charge": 5, "Unknown": 3 },
    areas: { 8: 357, 32: 215, 28: 97, 6: 73, 7: 64 },
  },
  {
    file: "portal_2024_sample.csv",
    distinct: [99, 98],
    sums: ["2365.91", "278.13", "2862.54"],
    maxFare: 68.45,
    empties: { fare: 1, trip_total: 1, pickup_community_area: 6, dropoff_community_area: 15 },
    centroids: [6, 13],
    companies: [15, 0],
    endBeforeStart: 0,
    payments: { "Credit Card": 35, "Cash": 32, "Mobile": 17, "Prcard": 10, "Unknown": 5 },
    areas: { 76: 25, 32: 16, 8: 15, 28: 9, 33: 3 },
  },
] as const;

for (const { file, ...figures } of FIGURES) {
  Deno.test({
    name: `taxiCsv() reads ${file} to the published figures`,
    ignore: real.ignore,
    async fn() {
      const { taxi_trips } = await gather(taxiCsv(`${real.path}/${file}`));
      assert.deepEqual(taxi_trips!.rejected, []);
      const trips = taxi_trips!.records as TaxiTrip[];
      for (const trip of trips) assert.deepEqual(taxiTrips.check(trip), []);
      const distinct = (["trip_id", "taxi_id"] as const)
        .map((field) => new Set(trips.map((trip) => trip[field])).size);
      assert.deepEqual(distinct, figures.distinct);
      assert.equal(trips.length, figures.distinct[0]);
      assert.deepEqual(
        [cents(trips, "fare"), cents(trips, "tips"), cents(trips, "trip_total")],
        figures.sums,
      );
      assert.equal(Math.max(...trips.map((trip) => trip.fare ?? 0)), figures.maxFare);
      for (const [field, count] of Object.entries(figures.empties)) {
        assert.equal(empty(trips, field as keyof TaxiTrip), count, field);
      }
      for (const part of ["latitude", "longitude", "location"] as const) {
        const found = [
          empty(trips, `pickup_centroid_${part}`),
          empty(trips, `dropoff_centroid_${part}`),
        ];
        assert.deepEqual(found, figures.centroids, part);
      }
      const { null: none = 0, ...companies } = counts(trips, "company");
      assert.deepEqual([Object.keys(companies).length, none], figures.companies);
      assert.deepEqual(counts(trips, "payment_type"), figures.payments);
      const areas = counts(trips, "pickup_community_area");
      for (const [area, count] of Object.entries(figures.areas)) assert.equal(areas[area], count);
      const backwards = trips
        .filter((trip) => trip.trip_end_timestamp! < trip.trip_start_timestamp);
      assert.equal(backwards.length, figures.endBeforeStart);
    },
  });
}
