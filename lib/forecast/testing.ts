/** Series of the published data sets, for tests. */
import { gunzipSync } from "node:zlib";
import { CsvReader } from "../csv.ts";
import { realData } from "../sources/testing.ts";
import { type M4Case, readM4 } from "./judging/m4_files.ts";
import { type Series, seriesOf } from "./series/series.ts";
import { seriesFrom } from "./series/series_from_rows.ts";

const { path, ignore } = realData("forecasting");

/** Whether the published data is absent, so that tests with it are ignored. */
export const ignoreReal = ignore;

function textOf(file: string): string {
  const bytes = Deno.readFileSync(`${path}/${file}`);
  return new TextDecoder().decode(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

function read(file: string): string[][] {
  const reader = new CsvReader({ limit: 1_000_000 });
  return [...reader.push(textOf(file)), ...reader.end()].slice(1).map((row) => row.cells);
}

/** Monthly airline passengers, 1949 to 1960. */
export function airPassengers(): Series {
  const values = read("AirPassengers.csv").map((cells) => Number(cells[2]));
  return seriesOf(values, { id: "air", start: Date.UTC(1949, 0), step: { months: 1 } });
}

/** Quarterly cement production, 1988Q1 to 2010Q2, in thousand tonnes. */
export function cement(): Series {
  const values = read("qcement.csv").slice(128, 218).map((cells) => 1000 * Number(cells[2]));
  return seriesOf(values, { id: "cement", start: Date.UTC(1988, 0), step: { months: 3 } });
}

/** Half-hourly electricity demand, 12 weeks. */
export function taylor(): Series {
  const values = read("taylor.csv").map((cells) => Number(cells[1]));
  return seriesOf(values, { id: "taylor", step: { ms: 1_800_000 } });
}

/** Half-hourly taxi passengers of New York. */
export function nycTaxi(): Series {
  const rows = read("nyc_taxi.csv").map(([time, value]) => ({ time, value, series: "nyc_taxi" }));
  return seriesFrom(rows)[0]!;
}

/** Daily taxi trips of Chicago; the last day is partial. */
export function dailyTrips(): Series {
  const rows = read("chicago_taxi_daily_trips_2013-2017.csv")
    .map((cells) => ({ time: cells[4], value: cells[0], series: "daily_trips" }));
  return seriesFrom(rows)[0]!;
}

/** Daily visits of one page, logarithms, days missing. */
export function peytonManning(): Series {
  const rows = read("peyton_manning.csv").map(([time, value]) => ({ time, value }));
  return seriesFrom(rows)[0]!;
}

/** The first hundred hourly series of M4, each with the 48 values that came after it. */
export function m4Hourly(): M4Case[] {
  const file = (name: string) => ({ name, text: textOf(name) });
  return readM4({
    train: file("m4_hourly_train_first100.csv.gz"),
    test: file("m4_hourly_test_first100.csv"),
  });
}

/** The same series this many hours earlier: values that the models' makers could see. */
export function m4Earlier(hours: number): M4Case[] {
  return m4Hourly().map(({ train, actual }) => {
    const length = train.value.length - hours;
    return {
      train: head(train, length),
      actual: train.value.slice(length, length + actual.length),
    };
  });
}

/** The first values of a series. */
export function head(series: Series, count: number): Series {
  return { ...series, time: series.time.slice(0, count), value: series.value.slice(0, count) };
}
