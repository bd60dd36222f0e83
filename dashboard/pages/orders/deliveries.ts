import { deliveryStatuses } from "../../../lib/feeds/mod.ts";
import type { PanelContext } from "../../define_page.ts";

/** Where an order under way is. A type, not an interface: panels take it as a row. */
export type Delivery = {
  id: string;
  lat: number;
  lon: number;
  /** Where it was first. */
  from_lat: number;
  from_lon: number;
  /** When it was first seen under way. */
  left: Date;
  /** When it was seen last. */
  seen: Date;
};

/** Milliseconds before the range in which a delivery that is under way may have begun. */
const LONGEST = 3_600_000;
/** Deliveries that are shown: the latest. */
const MOST = 500;

/** The latest positions of orders under way that were seen in the range. */
export async function deliveries({ sql, from, to, has }: PanelContext): Promise<Delivery[]> {
  if (!await has(deliveryStatuses)) return [];
  return await sql<Delivery>`
    select id, lat, lon, from_lat, from_lon, left, seen from (
      select id, last(delivery_lat) lat, last(delivery_lon) lon, first(delivery_lat) from_lat,
        first(delivery_lon) from_lon, min(timestamp) left, max(timestamp) seen, last(status) status
      from ${deliveryStatuses}
      where timestamp >= ${new Date(+from - LONGEST)} and timestamp < ${to}
    ) where status <> 'DELIVERED' and seen >= ${from} order by seen desc, id limit ${MOST}`;
}
