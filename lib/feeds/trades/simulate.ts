import { arrivals, dayCurve } from "../../simulators/arrivals.ts";
import { rounded } from "../../simulators/rounded.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import { type Random, seeded } from "../../random.ts";
import type { Source } from "../../sources/source.ts";
import { isoTime } from "../../time.ts";
import { type Trade, trades } from "./trades.ts";

/** A market of the simulator. */
interface Market {
  symbol: string;
  /** The price at the start. */
  price: number;
  /** Decimal places of prices and amounts. */
  places: [price: number, amount: number];
  /** Standard deviation of the price's logarithm over a day. */
  volatility: number;
  /** How much of its movement is that of all: its correlation with the market's common part. */
  common: number;
  /** Share of the trades. */
  share: number;
  /** Median amount. */
  amount: number;
}

/** Markets of made-up but usual prices. Correlations of two are the products of their common parts. */
export const MARKETS: readonly Market[] = [
  {
    ...{ symbol: "BTC-USDT", price: 110_000, places: [2, 5], volatility: 0.025 },
    ...{ common: 0.95, share: 0.5, amount: 0.004 },
  },
  {
    ...{ symbol: "ETH-USDT", price: 4_100, places: [2, 4], volatility: 0.035 },
    ...{ common: 0.9, share: 0.3, amount: 0.08 },
  },
  {
    ...{ symbol: "SOL-USDT", price: 205, places: [2, 3], volatility: 0.05 },
    ...{ common: 0.75, share: 0.15, amount: 1.5 },
  },
  {
    ...{ symbol: "LTC-USDT", price: 105, places: [2, 3], volatility: 0.03 },
    ...{ common: 0.3, share: 0.05, amount: 1 },
  },
];

/** Trades a second over a day, on average; fewer in Europe's night. */
const RATE = 4;
const HOURS = [6, 5, 5, 4, 4, 5, 6, 8, 10, 11, 11, 11, 12, 14, 16, 17, 16, 14, 12, 11, 10, 9, 8, 7];
/** Milliseconds between two steps of the prices. */
const STEP = 250;
const DAY = 86_400_000;

/**
 * Trades of four markets. Prices are geometric Brownian motions that share a part of their movement, so
 * that two markets' returns have the correlation of their common parts' product, in steps of 250 ms; trades
 * come as a Poisson process with a rhythm of the day, half of them buys half a basis point above the price,
 * the others sells below. Ids count up in each market.
 */
export function simulateTrades(options: SimulatorOptions): Source {
  const records = simulatedTrades(seeded(options.seed), startOf(options));
  return simulate({ stream: trades, name: "trades", records }, options);
}

/** An endless sequence of trades. @param start Milliseconds since 1970. */
export function* simulatedTrades(random: Random, start: number): Generator<Trade> {
  const curve = dayCurve(HOURS);
  const rate = (ms: number) => RATE / 1000 * curve(ms);
  const logs = MARKETS.map(({ price }) => Math.log(price));
  const ids = MARKETS.map(() => 0);
  const shares = MARKETS.map(({ share }) => share);
  let moved = start;
  for (const at of arrivals(random, { start, rate, peak: RATE / 1000 * curve.peak })) {
    for (; moved + STEP <= at; moved += STEP) move(random, logs);
    const i = random.weighted(shares);
    const { symbol, places, amount } = MARKETS[i]!;
    const side = random.next() < 0.5 ? "buy" : "sell";
    const price = Math.exp(logs[i]!) * (side === "buy" ? 1.00005 : 0.99995);
    const traded = amount * Math.exp(1.3 * random.normal());
    const ms = Math.floor(at);
    yield {
      symbol,
      side,
      price: rounded(price, places[0]),
      amount: Math.max(rounded(traded, places[1]), 10 ** -places[1]),
      timestamp: isoTime(Math.floor(ms / 1000), ms % 1000 * 1000, 6),
      id: ++ids[i]!,
    };
  }
}

/** Moves all prices by one step. @param logs The prices' logarithms. */
function move(random: Random, logs: number[]): void {
  const all = random.normal();
  MARKETS.forEach(({ volatility, common }, i) => {
    const sigma = volatility * Math.sqrt(STEP / DAY);
    const own = random.normal();
    logs[i]! += sigma * (common * all + Math.sqrt(1 - common ** 2) * own) - sigma ** 2 / 2;
  });
}
