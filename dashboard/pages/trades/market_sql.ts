/** The queries of the page of trades. */
import { trades } from "../../../lib/feeds/mod.ts";
import type { PanelContext, Row } from "../../define_page.ts";

/** The two markets that are compared; the first is the one that is shown first. */
export const PAIR = ["BTC-USDT", "ETH-USDT"] as const;
/** Minutes that a correlation is of. */
export const MINUTES = 5;

/** Candles of the market that is chosen, with the amount that was traded. */
export function candles({ sql, start, to, step, params }: PanelContext): PromiseLike<Row[]> {
  return sql`select timestamp, first(price) open, max(price) high, min(price) low, last(price) close,
      sum(amount) amount
    from ${trades} where symbol = ${params.symbol!} and timestamp >= ${start} and timestamp < ${to}
    sample by ${step}`;
}

/** The last price of each bucket and the two moving averages up to it, a row for each series. */
export async function averages(
  { sql, start, to, step, params }: PanelContext,
): Promise<{ timestamp: Date; series: string; price: number }[]> {
  const before = new Date(+start - 45_000); // so that the first bucket's means are whole
  const rows = await sql<{ timestamp: Date; price: number; ma30: number; ma45: number }>`
    select timestamp, last(price) price, last(ma30) ma30, last(ma45) ma45 from (
      select timestamp, price,
        avg(price) over (order by timestamp range between 30 second preceding and current row) ma30,
        avg(price) over (order by timestamp range between 45 second preceding and current row) ma45
      from ${trades} where symbol = ${params
    .symbol!} and timestamp >= ${before} and timestamp < ${to})
    where timestamp >= ${start} sample by ${step}`;
  return rows.flatMap(({ timestamp, price, ma30, ma45 }) => [
    { timestamp, series: "price", price },
    { timestamp, series: "mean of 30 s", price: ma30 },
    { timestamp, series: "mean of 45 s", price: ma45 },
  ]);
}

/** Each market with trades in the period, and the link to it. */
export async function markets({ sql, from, to }: PanelContext): Promise<object[]> {
  const rows = await sql<{ symbol: string; value: number }>`
    select symbol, last(price) price, sum(price * amount) / sum(amount) vwap, count() trades,
      sum(price * amount) value, max(timestamp) newest
    from ${trades} where timestamp >= ${from} and timestamp < ${to} order by value desc, symbol`;
  return rows.map((row) => ({ ...row, page: `?${new URLSearchParams({ symbol: row.symbol })}` }));
}

/**
 * Pearson's correlation of two markets' prices over the last minutes, at the end of each bucket, by the
 * means of the products: (mean xy − mean x · mean y) / (σx · σy). Prices are taken from their first one,
 * or the digits of their squares would be lost.
 */
export async function correlation(
  { sql, start, to, step }: PanelContext,
): Promise<{ timestamp: Date; correlation: number }[]> {
  const [one, other] = PAIR;
  const before = new Date(+start - MINUTES * 60_000);
  const [first] = await sql<{ x: number | null; y: number | null }>`
    select first_not_null(case when symbol = ${one} then price end) x,
      first_not_null(case when symbol = ${other} then price end) y
    from ${trades} where symbol in (${one}, ${other}) and timestamp >= ${before} and timestamp < ${to}`;
  if (first?.x == null || first.y == null) return [];
  const window = sql`over (order by timestamp range between 300 second preceding and current row)`;
  return await sql<{ timestamp: Date; correlation: number }>`
    select timestamp, last(correlation) correlation from (
      select timestamp, (xy - x * y) / sqrt((xx - x * x) * (yy - y * y)) correlation from (
        select timestamp, avg(a) ${window} x, avg(b) ${window} y, avg(a * b) ${window} xy,
          avg(a * a) ${window} xx, avg(b * b) ${window} yy
        from (
          select t.timestamp, t.price - ${first.x} a, u.price - ${first.y} b
          from (select timestamp, price from ${trades} where symbol = ${one}
            and timestamp >= ${before} and timestamp < ${to}) t
          asof join (select timestamp, price from ${trades} where symbol = ${other}
            and timestamp < ${to}) u)
        where b is not null))
    where timestamp >= ${start} and correlation is not null sample by ${step}`;
}
