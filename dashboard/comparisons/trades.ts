import { type Trade, trades } from "../../lib/feeds/mod.ts";
import { MINUTES, PAIR } from "../pages/trades/market_sql.ts";
import {
  bucketsOf,
  type Comparisons,
  same,
  sameSet,
  type Shown,
  type Stored,
  withPast,
  type World,
} from "./compared.ts";

type StoredTrade = Stored & Omit<Trade, "timestamp">;

/** Trades of the market that is shown, or of another. */
function tradesOf(
  { params }: Pick<Shown, "params">,
  world: World,
  { from, to, symbol = params.symbol! }: { from: number; to: number; symbol?: string | undefined },
): StoredTrade[] {
  const own = world.within(trades, from, to) as StoredTrade[];
  return own.filter((trade) => trade.symbol === symbol);
}

const amountOf = (all: readonly StoredTrade[]) => all.reduce((sum, { amount }) => sum + amount, 0);
const valueOf = (all: readonly StoredTrade[]) =>
  all.reduce((sum, { price, amount }) => sum + price * amount, 0);

/** Each bucket with its trades, those without left out. */
function bucketed(shown: Shown, all: readonly StoredTrade[]) {
  return bucketsOf(shown).flatMap((at) => {
    const own = all.filter(({ timestamp }) => timestamp >= at && timestamp < at + shown.step);
    return own.length > 0 ? [{ at, own }] : [];
  });
}

/** The trades of some milliseconds up to one of them, itself among them. */
function lastOf(all: readonly StoredTrade[], i: number, ms: number): StoredTrade[] {
  return all.slice(0, i + 1).filter(({ timestamp }) => timestamp >= all[i]!.timestamp - ms);
}

function meanPrice(all: readonly StoredTrade[]): number {
  return all.reduce((sum, { price }) => sum + price, 0) / all.length;
}

/** Pearson's correlation by its definition. */
function pearson(pairs: readonly (readonly [number, number])[]): number {
  const mean = (i: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[i], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of: (a: number, b: number) => number) =>
    pairs.reduce((total, [a, b]) => total + of(a - x, b - y), 0);
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b));
}

export const tradesComparisons: Comparisons = {
  "trades/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const own = tradesOf(shown, world, { from, to });
      const [amount, value] = [amountOf(own), valueOf(own)];
      return own.length === 0
        ? { price: null, vwap: null, trades: 0, amount: null, value: null }
        : { price: own.at(-1)!.price, vwap: value / amount, trades: own.length, amount, value };
    };
    same(shown, withPast(shown, totals, "trades"));
  },
  "trades/candles": (shown, world) => {
    const all = tradesOf(shown, world, { from: shown.start, to: shown.to });
    same(
      shown,
      bucketed(shown, all).map(({ at, own }) => ({
        timestamp: at,
        open: own[0]!.price,
        high: Math.max(...own.map(({ price }) => price)),
        low: Math.min(...own.map(({ price }) => price)),
        close: own.at(-1)!.price,
        amount: amountOf(own),
      })),
    );
  },
  "trades/averages": (shown, world) => {
    const all = tradesOf(shown, world, { from: shown.start - 60_000, to: shown.to });
    const inRange = all.filter(({ timestamp }) => timestamp >= shown.start);
    same(
      shown,
      bucketed(shown, inRange).flatMap(({ at, own }) => {
        const last = all.indexOf(own.at(-1)!);
        return [
          { timestamp: at, series: "price", price: all[last]!.price },
          { timestamp: at, series: "mean of 30 s", price: meanPrice(lastOf(all, last, 30_000)) },
          { timestamp: at, series: "mean of 45 s", price: meanPrice(lastOf(all, last, 45_000)) },
        ];
      }),
    );
  },
  "trades/markets": (shown, world) => {
    const all = world.within(trades, shown.from, shown.to) as StoredTrade[];
    const expected = [...Map.groupBy(all, ({ symbol }) => symbol)].map(([symbol, own]) => ({
      symbol,
      price: own.at(-1)!.price,
      vwap: valueOf(own) / amountOf(own),
      trades: own.length,
      value: valueOf(own),
      newest: own.at(-1)!.timestamp,
      page: `?symbol=${symbol}`,
    }));
    same(shown, expected.toSorted((a, b) => b.value - a.value));
  },
  "trades/correlation": (shown, world) => {
    const ms = MINUTES * 60_000;
    const [one, other] = PAIR.map((symbol) =>
      tradesOf(shown, world, { from: shown.start - ms, to: shown.to, symbol })
    );
    const before = tradesOf(shown, world, { from: 0, to: shown.to, symbol: PAIR[1] });
    // Each trade of the first market with the last price of the second at or before it.
    const joined = (one ?? []).flatMap((trade) => {
      const price = before.findLast(({ timestamp }) => timestamp <= trade.timestamp)?.price;
      return price === undefined ? [] : [{ ...trade, pair: [trade.price, price] as const }];
    });
    if (other!.length === 0) return same(shown, []);
    const inRange = joined.filter(({ timestamp }) => timestamp >= shown.start);
    const expected = bucketed(shown, inRange).flatMap(({ at, own }) => {
      const values = own.map((trade) => {
        const i = joined.indexOf(trade as typeof joined[number]);
        return pearson(lastOf(joined, i, ms).map((one) => (one as typeof joined[number]).pair));
      }).filter((value) => Number.isFinite(value));
      return values.length > 0 ? [{ timestamp: at, correlation: values.at(-1)! }] : [];
    });
    const rounded = (rows: readonly object[]) =>
      rows.map((row) => {
        const { timestamp, correlation } = row as { timestamp: number; correlation: number };
        return { timestamp: +timestamp, correlation: Number(correlation.toFixed(4)) };
      });
    same({ ...shown, rows: rounded(shown.rows) }, rounded(expected));
  },
  "trades/volume": (shown, world) => {
    const all = world.within(trades, shown.start, shown.to) as StoredTrade[];
    const expected = bucketed(shown, all).flatMap(({ at, own }) =>
      [...Map.groupBy(own, ({ symbol }) => symbol)]
        .map(([symbol, some]) => ({ timestamp: at, symbol, value: valueOf(some) }))
    );
    sameSet(shown, expected, ["timestamp", "symbol"]);
  },
  "trades/latest": (shown, world) => {
    const newest = tradesOf(shown, world, shown).toReversed().slice(0, 20);
    same(
      shown,
      newest.map(({ timestamp, side, price, amount, id }) => ({
        time: timestamp,
        side,
        price,
        amount,
        id,
      })),
    );
  },
};
