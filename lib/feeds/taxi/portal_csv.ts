import type { CsvRow } from "../../csv.ts";
import { taxiTrips } from "./taxi_trips.ts";
import { Batches } from "../../sources/batches.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { type Layout, problemOf, readHeader } from "../../sources/csv_header.ts";
import { findFiles, type InputFile, progressOf } from "../../sources/files.ts";
import type { Source, SourceBatch, SourceOptions } from "../../sources/source.ts";
import { type TaxiColumn, type TaxiTime, tripReader } from "./trip.ts";

/** Options for {@linkcode taxiCsv}. */
export interface TaxiCsvOptions extends SourceOptions {
  /**
   * What becomes `event_timestamp`. The portal rounds start times to 15 minutes: `spread` moves
   * each trip by an offset within them that depends only on its id, `event` is the start itself,
   * `arrival` is the time of reading, so a second run adds rows.
   * @default "spread"
   */
  time?: TaxiTime;
  /** The clock for `arrival`, in milliseconds since 1970. @default Date.now */
  now?: () => number;
}

const COLUMNS = Object.keys(taxiTrips.schema.properties)
  .filter((name) => name !== taxiTrips.time) as TaxiColumn[];

/** The portal's layouts, recognised by the names in the header, in any order. */
const LAYOUT: Layout<TaxiColumn> = {
  columns: COLUMNS,
  required: ["trip_id", "trip_start_timestamp"],
  // BigQuery's public data set `chicago_taxi_trips` names them so.
  aliases: {
    unique_key: "trip_id",
    pickup_latitude: "pickup_centroid_latitude",
    pickup_longitude: "pickup_centroid_longitude",
    pickup_location: "pickup_centroid_location",
    dropoff_latitude: "dropoff_centroid_latitude",
    dropoff_longitude: "dropoff_centroid_longitude",
    dropoff_location: "dropoff_centroid_location",
  },
  // Last column of the 2013–2016 layout: the portal's own number for a region.
  ignored: ["community_areas"],
};

/**
 * Chicago taxi trips from the portal's CSV exports of any year, plain or gzip, as records of
 * `taxi_trips`; also as pandas, psql, BigQuery and spreadsheets write them again. Times are the
 * city's wall clock and are stored unchanged, with a Z. Columns of other names are left out, with a
 * note. Behind a header without the needed columns, each row is rejected. Memory does not grow with
 * file size.
 *
 * @param paths Files, directories of `.csv` and `.csv.gz` files, or `-` for standard input.
 * @throws {UsageError} A path is missing or cannot be read.
 */
export async function* taxiCsv(
  paths: string | readonly string[],
  options: TaxiCsvOptions = {},
): Source {
  const files = await findFiles(paths, { extensions: [".csv"], log: options.log });
  const progress = progressOf(files);
  for (const file of files) {
    if (options.signal?.aborted) return;
    yield* trips(file, { ...options, progress: (bytes) => progress(file, bytes) });
  }
}

async function* trips(
  file: InputFile,
  { time = "spread", now = Date.now, batchSize, progress, ...reading }: TaxiCsvOptions & {
    progress: (bytes: number) => number | undefined;
  },
): AsyncGenerator<SourceBatch> {
  const { signal, log = console.error } = reading;
  const batches = new Batches(taxiTrips, { file, batchSize });
  let header: CsvRow | undefined, titles = "";
  let take: (row: CsvRow) => void = () => {};
  let share: number | undefined, last = 0;
  /** Chooses how the rows below a header are taken. */
  function begin(row: CsvRow, delimiter: string): (row: CsvRow) => void {
    const found = readHeader(row, LAYOUT);
    if ("error" in found) {
      const { reason } = found.error;
      return (row) => batches.reject({ reason }, row);
    }
    if (found.leftOut) log(`${file.path}: left out ${found.leftOut}`);
    const read = tripReader(found.at, { time, now, delimiter });
    return (row) => {
      const trip = read(row.cells);
      if (!("reason" in trip)) batches.add(trip, row.line);
      else if (row.cells.join() === titles) batches.reject({ reason: "repeats the header" }, row);
      else batches.reject(trip, row);
    };
  }
  for await (const { rows, bytes, delimiter, refused } of readCsv(file, reading)) {
    if (refused) {
      batches.reject({ reason: refused }, { line: 1, raw: "" });
      return yield* batches.rest(progress(file.size ?? bytes));
    }
    for (const row of rows) {
      last = row.line;
      if (!header) {
        header = row;
        titles = row.cells.join();
        take = begin(row, delimiter);
      } else if (row.problem === undefined) take(row);
      else batches.reject(problemOf(row), row);
    }
    yield* batches.full(share = progress(bytes));
  }
  if (!header && !signal?.aborted) {
    batches.reject({ reason: "has no header: the file is empty" }, { line: 1, raw: "" });
  } else if (header && last === header.line && !signal?.aborted) {
    // A header alone is no record, but a wrong one must not pass in silence.
    const found = readHeader(header, LAYOUT);
    if ("error" in found) batches.reject(found.error, header);
  }
  yield* batches.rest(share);
}
