import { taxiTrips } from "./taxi_trips.ts";
import { Batches } from "../../sources/batches.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { readHeader } from "../../sources/csv_header.ts";
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
const LAYOUT = {
  columns: COLUMNS,
  required: ["trip_id", "trip_start_timestamp"] as TaxiColumn[],
  // Last column of the 2013–2016 layout: the portal's own number for a region.
  ignored: ["community_areas"],
};

/**
 * Chicago taxi trips from the portal's CSV exports of any year, plain or gzip, as records of
 * `taxi_trips`. Times are the city's wall clock and are stored unchanged, with a Z. Memory does not
 * grow with file size.
 *
 * @param paths Files, directories of `.csv` and `.csv.gz` files, or `-` for standard input.
 * @throws {UsageError} A path is missing or cannot be read.
 */
export async function* taxiCsv(
  paths: string | readonly string[],
  options: TaxiCsvOptions = {},
): Source {
  const files = await findFiles(paths, { extensions: [".csv"] });
  const progress = progressOf(files);
  for (const file of files) {
    if (options.signal?.aborted) return;
    yield* trips(file, { ...options, progress: (bytes) => progress(file, bytes) });
  }
}

async function* trips(
  file: InputFile,
  { time = "spread", now = Date.now, signal, batchSize, progress }: TaxiCsvOptions & {
    progress: (bytes: number) => number | undefined;
  },
): AsyncGenerator<SourceBatch> {
  const batches = new Batches(taxiTrips, { file, batchSize });
  let read: ReturnType<typeof tripReader> | undefined;
  let share: number | undefined;
  for await (const { rows, bytes } of readCsv(file, { signal })) {
    for (const row of rows) {
      if (!read) {
        const header = readHeader(row, LAYOUT);
        if ("error" in header) {
          batches.reject(header.error, row);
          return yield* batches.rest(progress(file.size ?? bytes));
        }
        read = tripReader(header.at, { time, now });
      } else if (row.problem !== undefined) {
        batches.reject({ reason: row.problem }, row);
      } else {
        const trip = read(row.cells);
        if ("reason" in trip) batches.reject(trip, row);
        else batches.add(trip, row.line);
      }
    }
    yield* batches.full(share = progress(bytes));
  }
  if (!read && !signal?.aborted) {
    batches.reject({ reason: "has no header: the file is empty" }, { line: 1, raw: "" });
  }
  yield* batches.rest(share);
}
