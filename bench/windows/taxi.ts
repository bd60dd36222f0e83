/** `taxi_totals_1d` as a service while trips come: how fast they come, how fast they are handled. */
import { taxiTrips } from "../../lib/feeds/taxi/taxi_trips.ts";
import { sleep } from "../../lib/retry.ts";
import { taxiTotals1d } from "../../lib/windows/declared/taxi_totals_1d.ts";
import { tripRecords } from "../trips.ts";
import { withService } from "./service.ts";

/** Records a second. */
export interface Rates {
  /** How many were to come; infinity is as many as can be published. */
  wanted: number;
  input: number;
  processed: number;
}

/** Publishes trips to the window, evenly at `rate` a second or as fast as Kafka takes them. */
export async function timeTrips(
  { trips, rate }: { trips: number; rate: number },
): Promise<Rates> {
  const messages = tripRecords(trips).map((trip) => ({
    key: trip.trip_id,
    value: taxiTrips.encode(trip),
  }));
  let found: Rates | undefined;
  await withService(taxiTotals1d, async ({ kafka, producer, handled }) => {
    await sleep(2000); // until the service waits for records
    const topic = kafka.topicOf(taxiTrips);
    const start = performance.now();
    const batch = Number.isFinite(rate) ? 1 : 2000;
    for (let i = 0; i < trips; i += batch) {
      await producer.write(topic, messages.slice(i, i + batch));
      if (Number.isFinite(rate)) {
        await producer.flush();
        await sleep(Math.max(0, start + (i + 1) * 1000 / rate - performance.now()));
      }
    }
    await producer.flush();
    const input = trips / (performance.now() - start) * 1000;
    while (handled() < trips) await sleep(5);
    found = { wanted: rate, input, processed: trips / (performance.now() - start) * 1000 };
  });
  return found!;
}
