import { csvRecords } from "../../sources/csv_records.ts";
import type { Layout } from "../../sources/csv_header.ts";
import type { Source, SourceOptions } from "../../sources/source.ts";
import type { Stream } from "../../streams/stream.ts";
import type { FeedTime } from "../feed.ts";
import { taxiTrips } from "./taxi_trips.ts";
import { type TaxiColumn, tripReader } from "./trip.ts";

/** Options for {@linkcode taxiCsv}. */
export interface TaxiCsvOptions extends SourceOptions {
  /**
   * What becomes `event_timestamp`. The portal rounds start times to 15 minutes: `spread` moves
   * each trip by an offset within them that depends only on its id, `event` is the start itself.
   * @default "spread"
   */
  time?: FeedTime;
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
export function taxiCsv(
  paths: string | readonly string[],
  { time = "spread", ...options }: TaxiCsvOptions = {},
): Source {
  return csvRecords(paths, {
    ...options,
    stream: taxiTrips as Stream,
    layout: LAYOUT,
    rowReader: ({ at, delimiter }) => tripReader(at, { time, delimiter }),
  });
}
