import {
  type Episode,
  episodes,
  type JudgedValue,
  medianAnomalies,
  seasonalAnomalies,
} from "../forecast/anomalies/mod.ts";
import type { Series } from "../forecast/mod.ts";
import { findColumns } from "../forecast/series/find_columns.ts";
import { addSteps } from "../forecast/series/step.ts";
import { seriesFrom, type SeriesOptions } from "../forecast/series/series_from_rows.ts";
import { type Forecastable, isSeries } from "./forecast.ts";
import { isFrame } from "./frame/frame_like.ts";

/** Options for {@linkcode anomalies}: the columns, and what is unusual. */
export interface AnomaliesOptions extends Pick<SeriesOptions, "duplicates"> {
  /**
   * What a value is compared with: `seasonal`, those of the same place in the season, as the same hour of the week;
   * `median`, all others: for series without season or trend.
   * @default "seasonal"
   */
  by?: "seasonal" | "median";
  /** Standard deviations, of normal values of the same spread, up to which a value is usual. @default 8; by the median 3.5 */
  threshold?: number;
  /** The season in steps. @default the longest usual one that the series holds four times */
  season?: number;
  /** The data is complete up to here: a bucket that ends later is left out. @default now */
  until?: Date | number;
  /** Column of the time. @default the first with Dates, else one with a usual name */
  time?: string;
  /** Column of the values. @default the only one with numbers */
  value?: string;
  /** Column that tells several series apart. @default none: all rows are one series */
  series?: string;
}

/** What {@linkcode anomalies} finds. */
export interface FoundAnomalies {
  /** A judgement of each value, with the range of usual ones. */
  values: JudgedValue[];
  /** The anomalies alone. */
  anomalies: JudgedValue[];
  /** Anomalies that follow each other, as one row each. */
  episodes: Episode[];
}

/**
 * Finds values of one or several series that are not usual: `await anomalies(sql`select … sample by 15m`)`.
 * Gaps are not judged, and a last bucket that is not over is left out.
 *
 * @param of Rows, a frame or a query with a time and a value, and a third column if there are several series;
 * or series.
 * @throws {UsageError} A column is missing or cannot be found.
 * @throws {RangeError} The times are not regular, or a series is too short to tell what is usual.
 */
export async function anomalies(
  of: Forecastable,
  options: AnomaliesOptions = {},
): Promise<FoundAnomalies> {
  const { by = "seasonal", threshold, season } = options;
  if (by !== "seasonal" && by !== "median") {
    throw new RangeError(`Cannot compare by ${JSON.stringify(by)}: write "seasonal" or "median"`);
  }
  const all = asSeries("id" in of ? [of] : isFrame(of) ? of.objects() : await of, options);
  const values = all.flatMap((one) =>
    by === "median"
      ? medianAnomalies(one, { threshold })
      : seasonalAnomalies(one, { threshold, season })
  );
  const found = values.filter(({ anomaly }) => anomaly);
  return { values, anomalies: found, episodes: episodes(values) };
}

function asSeries(rows: readonly object[], options: AnomaliesOptions): Series[] {
  if (rows.length === 0) {
    throw new Error(
      "Cannot look for anomalies: there are no rows. Does the table hold any for this query?",
    );
  }
  if (rows.every(isSeries)) return [...rows];
  const columns = Object.keys(rows[0]!);
  const table = { columns, rows: rows as readonly Record<string, unknown>[], source: "the data" };
  const { time, value, series } = findColumns(table, options);
  const { duplicates, until = Date.now() } = options;
  const made = seriesFrom(
    series === undefined ? rows.map((row) => only(row, [time!, value])) : rows,
    {
      time: time!,
      value,
      last: "keep", // one that is suddenly small is what is looked for
      ...duplicates && { duplicates },
      ...series !== undefined && { series },
    },
  );
  return made.map((one) => over(one, Number(until)));
}

/** The series without a last bucket that is not over. */
function over(series: Series, until: number): Series {
  if (addSteps(series.time.at(-1)!, 1, series) <= until) return series;
  return { ...series, time: series.time.slice(0, -1), value: series.value.slice(0, -1) };
}

/** A row with some columns: another one may be called as that of the series is by default. */
function only(row: object, columns: readonly string[]): object {
  return Object.fromEntries(columns.map((name) => [name, (row as Record<string, unknown>)[name]]));
}
