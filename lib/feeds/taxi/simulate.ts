import { type Random, seeded } from "../../random.ts";
import type { Source } from "../../sources/source.ts";
import { type TaxiTrip, taxiTrips as stream } from "./taxi_trips.ts";
import { isoMillis, isoTime } from "../../time.ts";
import { arrivals, dayCurve } from "../../simulators/arrivals.ts";
import { hex } from "../../simulators/hex.ts";
import { sampler, zipf } from "../../simulators/sampler.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import { taxiFleet } from "./fleet.ts";
import { AREA_WEIGHTS, milesBetween, PLACES, type TaxiPlace } from "./places.ts";

/** Trips per day, Sunday to Saturday; 20,000 on average. */
const PER_DAY = [18_000, 18_000, 19_000, 18_500, 20_500, 23_500, 22_500];
const DAY = 86_400_000;
/** Rush hours on workdays, nights out at weekends. */
const workday = dayCurve([
  ...[8, 5, 3, 2, 3, 6, 14, 28, 40, 35, 31, 33],
  ...[36, 36, 37, 39, 45, 54, 57, 47, 37, 30, 22, 14],
]);
const weekend = dayCurve([
  ...[46, 43, 34, 22, 11, 7, 7, 10, 14, 20, 26, 30],
  ...[34, 35, 35, 36, 38, 42, 46, 47, 46, 46, 48, 50],
]);

/** Payment types of the 19,456 trips of a real day, and how likely each includes a tip. */
const PAYMENTS = [
  { type: "Cash", share: 6_832, tips: 0.01 },
  { type: "Credit Card", share: 6_605, tips: 0.93 },
  { type: "Mobile", share: 3_140, tips: 0.91 },
  { type: "Prcard", share: 1_770, tips: 0.06 },
  { type: "Unknown", share: 1_098, tips: 0.005 },
  { type: "Dispute", share: 6, tips: 0 },
  { type: "No Charge", share: 5, tips: 0 },
];
/** Shares of trips without a pickup area, a dropoff area (hidden or outside the city) or amounts. */
const NO_PICKUP = 0.07, NO_DROPOFF = 0.1, NO_MONEY = 0.0005;
const WITH_TRACTS = 0.4, SAME_AREA = 0.25;

const anyArea = sampler(AREA_WEIGHTS);
const anyPayment = sampler(PAYMENTS.map(({ share }) => share));
const anyTip = [0.15, 0.18, 0.2, 0.2, 0.25, 0.3];
const miles = PLACES.map((_, from) => PLACES.map((_, to) => milesBetween(from + 1, to + 1)));

/** Trips per millisecond. */
function rate(ms: number): number {
  const day = (Math.floor(ms / DAY) + 4) % 7; // 1970-01-01 was a Thursday
  return PER_DAY[day]! / DAY * (day === 0 || day === 6 ? weekend : workday)(ms);
}
const PEAK = Math.max(...PER_DAY) / DAY * Math.max(workday.peak, weekend.peak);

/** A time rounded down to a quarter of an hour, as in the portal. */
function quarter(ms: number): string {
  return isoTime(Math.floor(ms / 900_000) * 900, 0, 3);
}

/** Miles and seconds between two areas (indexes from 0): streets are longer than a straight line, and slow at busy times. */
function ride(random: Random, { from, to, busy }: { from: number; to: number; busy: number }) {
  const straight = from === to ? random.exponential(0.7) + 0.3 : miles[from]![to]!;
  const hundredths = Math.round(straight * 1.2 * Math.exp(0.15 * random.normal()) * 100);
  const driven = hundredths / 100;
  const milesPerHour = (9 + Math.min(20, 1.6 * driven)) / (0.8 + 0.4 * busy);
  const seconds = Math.round(90 + driven / milesPerHour * 3600 * Math.exp(0.2 * random.normal()));
  return { miles: driven, seconds };
}

/** The price of a ride in dollars, computed in cents: 3.25 to start, 2.25 a mile, 0.25 for 36 seconds of waiting. */
function charge(random: Random, trip: { miles: number; seconds: number; airport: boolean }) {
  const waited = trip.seconds * 0.2 / 36 * 25;
  const fare = Math.round((325 + 225 * trip.miles + waited) / 25) * 25;
  const payment = PAYMENTS[anyPayment(random)]!;
  const tips = random.next() < payment.tips ? Math.round(fare * random.pick(anyTip)) : 0;
  const tolls = random.next() < 0.002 ? random.pick([150, 300]) : 0;
  const extras = (trip.airport ? 400 : 0) + (random.next() < 0.25 ? 100 * random.int(1, 3) : 0);
  const money = [fare, tips, tolls, extras, fare + tips + tolls + extras].map((c) => c / 100);
  return { payment: payment.type, money };
}

/**
 * An endless sequence of taxi trips with the portal's columns, about 20,000 a day, ordered by
 * `event_timestamp`, the moment of the pickup. Start and end are rounded down to quarters of an
 * hour.
 *
 * @param start Milliseconds since 1970.
 */
export function* simulatedTrips(random: Random, start: number): Generator<TaxiTrip> {
  const fleet = taxiFleet(random);
  const anyTaxi = sampler(zipf(fleet.length, 0.3));
  const placeIn = (area: number, tracts: boolean): TaxiPlace =>
    PLACES[area]![tracts ? random.int(1, 2) : 0]!;
  for (const at of arrivals(random, { start, rate, peak: PEAK })) {
    const ms = Math.floor(at);
    const from = anyArea(random);
    const to = random.next() < SAME_AREA ? from : anyArea(random);
    const tracts = random.next() < WITH_TRACTS;
    const pickup = random.next() < NO_PICKUP ? undefined : placeIn(from, tracts);
    const dropoff = random.next() < NO_DROPOFF ? undefined : placeIn(to, tracts);
    const { miles, seconds } = ride(random, { from, to, busy: rate(ms) / PEAK });
    const airport = from === 75 || from === 55;
    const { payment, money } = charge(random, { miles, seconds, airport });
    const [fare, tips, tolls, extras, total] = random.next() < NO_MONEY ? [] : money;
    const taxi = fleet[anyTaxi(random)]!;
    yield {
      event_timestamp: isoMillis(ms),
      trip_id: hex(random, 40),
      taxi_id: taxi.id,
      trip_start_timestamp: quarter(ms),
      trip_end_timestamp: quarter(ms + seconds * 1000),
      trip_seconds: seconds,
      trip_miles: miles,
      pickup_census_tract: pickup?.tract ?? null,
      dropoff_census_tract: dropoff?.tract ?? null,
      pickup_community_area: pickup?.area ?? null,
      dropoff_community_area: dropoff?.area ?? null,
      fare: fare ?? null,
      tips: tips ?? null,
      tolls: tolls ?? null,
      extras: extras ?? null,
      trip_total: total ?? null,
      payment_type: payment,
      company: taxi.company,
      pickup_centroid_latitude: pickup?.latitude ?? null,
      pickup_centroid_longitude: pickup?.longitude ?? null,
      pickup_centroid_location: pickup?.location ?? null,
      dropoff_centroid_latitude: dropoff?.latitude ?? null,
      dropoff_centroid_longitude: dropoff?.longitude ?? null,
      dropoff_centroid_location: dropoff?.location ?? null,
    };
  }
}

/** Simulated taxi trips as a source. */
export function simulateTaxi(options: SimulatorOptions): Source {
  const records = simulatedTrips(seeded(options.seed), startOf(options));
  return simulate({ stream, name: "taxi", records }, options);
}
