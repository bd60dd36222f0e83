import type { FeedTime } from "../feed.ts";
import { hash32 } from "../../random.ts";
import type { TaxiTrip } from "./taxi_trips.ts";
import type { FieldError } from "../../streams/check.ts";
import { cellText } from "../../sources/cell_text.ts";
import { parseDecimal } from "../../sources/decimal.ts";
import { NumberReader } from "../../sources/numbers.ts";
import { PORTAL_TIME, portalTimes, type WallTime } from "./portal_time.ts";

/** The portal's columns: every field of a trip except `event_timestamp`. */
export type TaxiColumn = Exclude<keyof TaxiTrip, "event_timestamp">;

/** The portal rounds start times to this many milliseconds. */
const QUARTER_HOUR = 900_000;

/**
 * How far `spread` moves a trip, in milliseconds from 0 to under 15 minutes: always the same for
 * the same trip. FNV-1a alone is uneven for ids that count up, so its bits are mixed. Source of the
 * mixing: Appleby, MurmurHash3, `fmix32`.
 */
export function spreadOffset(tripId: string): number {
  let hash = hash32(tripId);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return Math.floor(((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 * QUARTER_HOUR);
}

const HOUR = 3_600_000;
/** The last millisecond of the year 9999, which ISO text can hold: no start is moved beyond it. */
const LATEST = Date.UTC(10_000, 0) - 1;
const TWO = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, "0"));
const THREE = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, "0"));

/**
 * A start plus an offset in milliseconds. Within the same hour, as for all rounded starts, only
 * minutes and seconds are written again: a third of the time that a Date takes.
 */
function later({ iso, ms }: WallTime, offset: number): string {
  const inHour = ms - Math.floor(ms / HOUR) * HOUR + offset;
  if (inHour >= HOUR) return new Date(Math.min(ms + offset, Math.max(ms, LATEST))).toISOString();
  const minute = TWO[Math.floor(inHour / 60_000)];
  const second = TWO[Math.floor(inHour / 1000) % 60];
  return `${iso.slice(0, 14)}${minute}:${second}.${THREE[inHour % 1000]}Z`;
}

/**
 * Makes a function that turns a row's cells into a trip, or returns which cell is wrong. The fields
 * are in the stream's order. Ranges are left to the stream's check.
 *
 * @param at Index of each column, −1 if the file lacks it.
 * @param options `time`: what becomes `event_timestamp`: within 15 minutes of the start, or the start.
 * `delimiter`: that of the file, for its numbers.
 */
export function tripReader(
  at: Record<TaxiColumn, number>,
  { time, delimiter }: { time: FeedTime; delimiter?: string },
): (cells: readonly string[]) => TaxiTrip | FieldError {
  const timeOf = portalTimes();
  const numbers = new NumberReader({ delimiter });
  let cells: readonly string[] = [];
  let error: FieldError | undefined;

  function cell(field: TaxiColumn): string {
    const index = at[field];
    return index < 0 ? "" : cellText(cells[index]!);
  }
  function text(field: TaxiColumn): string | null {
    const found = cell(field);
    return found === "" ? null : found;
  }
  function fail(field: TaxiColumn, reason: string) {
    error ??= { field, value: cell(field), reason };
  }
  /** Plain digits, nearly all in practice, read at once; NaN for all else. */
  function digits(field: TaxiColumn): number {
    const index = at[field];
    return index < 0 || numbers.mark !== "." ? NaN : parseDecimal(cells[index]!);
  }
  function number(field: TaxiColumn): number | null {
    const plain = digits(field);
    if (plain === plain) return plain;
    const found = cell(field);
    if (found === "") return null;
    const value = numbers.number(found);
    if (value !== value) fail(field, numbers.fault(found, "expected a number"));
    return value;
  }
  function money(field: TaxiColumn): number | null {
    const plain = digits(field);
    if (plain === plain) return plain;
    const found = cell(field);
    if (found === "") return null;
    const value = numbers.money(found);
    if (value !== value) {
      fail(field, numbers.fault(found, "expected an amount such as 8.75 or $8.75"));
    }
    return value;
  }
  function instant(field: TaxiColumn): WallTime | undefined {
    const found = cell(field);
    if (found === "") return undefined;
    const value = timeOf(found);
    if (!value) fail(field, PORTAL_TIME);
    return value;
  }
  function eventTime(start: WallTime, tripId: string): string {
    return time === "event" ? start.iso : later(start, spreadOffset(tripId));
  }
  return (row) => {
    cells = row;
    error = undefined;
    const tripId = cell("trip_id");
    if (tripId === "") fail("trip_id", "is missing");
    const start = instant("trip_start_timestamp");
    if (!start) fail("trip_start_timestamp", "is missing");
    if (!start || error) return error!;
    const trip: TaxiTrip = {
      event_timestamp: eventTime(start, tripId),
      trip_id: tripId,
      taxi_id: text("taxi_id"),
      trip_start_timestamp: start.iso,
      trip_end_timestamp: instant("trip_end_timestamp")?.iso ?? null,
      trip_seconds: number("trip_seconds"),
      trip_miles: number("trip_miles"),
      pickup_census_tract: number("pickup_census_tract"),
      dropoff_census_tract: number("dropoff_census_tract"),
      pickup_community_area: number("pickup_community_area"),
      dropoff_community_area: number("dropoff_community_area"),
      fare: money("fare"),
      tips: money("tips"),
      tolls: money("tolls"),
      extras: money("extras"),
      trip_total: money("trip_total"),
      payment_type: text("payment_type"),
      company: text("company"),
      pickup_centroid_latitude: number("pickup_centroid_latitude"),
      pickup_centroid_longitude: number("pickup_centroid_longitude"),
      pickup_centroid_location: text("pickup_centroid_location"),
      dropoff_centroid_latitude: number("dropoff_centroid_latitude"),
      dropoff_centroid_longitude: number("dropoff_centroid_longitude"),
      dropoff_centroid_location: text("dropoff_centroid_location"),
    };
    return error ?? trip;
  };
}
