import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import type { Statuses } from "../schemas.ts";
import { periodOf } from "./period.ts";
import { byLife, statesSql, staysSql } from "./states.ts";

/** Shares of the orders, in the names of the answer. */
const SHARES = { p50: 0.5, p75: 0.75, p90: 0.9, p99: 0.99 } as const;

type Seconds = Record<keyof typeof SHARES | "min" | "avg" | "max", number>;

/**
 * How long orders stayed in each status that began in the period: until the next one, or until the moment
 * if there is none yet. Percentiles are right to a thousandth of their value.
 */
export async function statuses(
  db: OrdersDb,
  { at, window }: { at: number; window: number },
): Promise<Statuses> {
  const period = periodOf(at, window);
  const bound = new Bound();
  const within = bound.within(period);
  const states = statesSql(db, await db.facts(), () => within);
  if (states === undefined) return [];
  const columns = [
    "min(seconds) min",
    "avg(seconds) avg",
    "max(seconds) max",
    ...Object.entries(SHARES).map(([name, share]) =>
      `approx_percentile(seconds, ${share}, 3) ${name}`
    ),
  ];
  const rows = await db.ask<Seconds & { status: string }>(
    `select status, ${columns.join(", ")} from (
      select status, (coalesce(ended::long, cast(${
      bound.value(at)
    } as long)) - timestamp::long) / 1000000.0 seconds
      from (${staysSql(states)})
    )`,
    bound.values,
  );
  return rows.toSorted((a, b) => byLife(a.status, b.status)).map(({ status, ...seconds }) => {
    // What is rounded within a percentile must not leave the range.
    const rounded = (value: number) =>
      Math.round(Math.min(Math.max(value, seconds.min), seconds.max) * 1000) / 1000;
    const { min, p50, avg, p75, p90, p99, max } = seconds;
    return {
      status,
      min: rounded(min),
      p50: rounded(p50),
      avg: rounded(avg),
      p75: rounded(p75),
      p90: rounded(p90),
      p99: rounded(p99),
      max: rounded(max),
    };
  });
}
