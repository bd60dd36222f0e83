import type { Random } from "../../random.ts";
import { greatCircle, type Place } from "../../simulators/great_circle.ts";
import type { Process } from "../../simulators/timeline.ts";
import type { RecordOf, Stream } from "../../streams/define.ts";
import { isoMillis } from "../../time.ts";
import { deliveryStatuses } from "./delivery_statuses.ts";
import { ORDER_STATUSES, orderStatuses } from "./order_statuses.ts";
import { degrees, MIDDLE } from "./shop_users.ts";

/** The shop is in the middle of the town. */
export const SHOP: Place = MIDDLE;

/** How fast orders are delivered, in metres a second: 150 km/h. */
export const DELIVERY_SPEED = 150 / 3.6;

/** After how many milliseconds each status but the first and the last follows the one before it. */
const DELAYS = [[6000, 30_000], [3000, 12_000], [12_000, 18_000], [18_000, 60_000]] as const;

/** Takes a record of a stream. */
export type Emit = <S extends Stream>(stream: S, record: RecordOf<S>) => void;

/** An order that was placed. */
export interface PlacedOrder {
  id: string;
  /** When, in milliseconds since 1970. */
  at: number;
  /** Where it goes. */
  address: Place;
}

/**
 * The life of an order from PLACED_ORDER to DELIVERED. Once it is out for delivery, its position comes
 * every second, on the straight way from the shop to the address; the last one is the address.
 */
export function orderLife(
  { id, at, address }: PlacedOrder,
  { random, emit }: { random: Random; emit: Emit },
): Process {
  // Drawn now: how long an order takes must not depend on what happens until then.
  const delays = DELAYS.map(([least, most]) => random.int(least, most));
  const travel = Math.max(1, Math.ceil(greatCircle(SHOP, address) / DELIVERY_SPEED * 1000));

  function* life(): Process {
    const enter = (status: string) =>
      emit(orderStatuses, { id, updated_at: isoMillis(at), status });
    const pass = (status: string, delivery_lat: number, delivery_lon: number) =>
      emit(deliveryStatuses, {
        id,
        updated_at: isoMillis(at),
        status,
        delivery_lat,
        delivery_lon,
      });
    for (const [i, status] of ORDER_STATUSES.slice(0, -1).entries()) {
      yield at += delays[i - 1] ?? 0;
      enter(status);
    }
    // Some kilometres, on which the earth is flat.
    const north = address.lat - SHOP.lat, east = address.lon - SHOP.lon;
    for (let gone = 0; gone < travel; gone += 1000) {
      if (gone > 0) yield at += 1000;
      const share = gone / travel;
      const lat = degrees(SHOP.lat + north * share), lon = degrees(SHOP.lon + east * share);
      pass("OUT_FOR_DELIVERY", lat, lon);
    }
    yield at += travel - 1000 * (Math.ceil(travel / 1000) - 1);
    enter("DELIVERED");
    pass("DELIVERED", address.lat, address.lon);
  }
  return life();
}
