import { basename } from "node:path";

/** Currencies that prices are in, the longer names first. */
const QUOTES = "usdt|usdc|fdusd|tusd|busd|usd|eur|gbp|try|btc|eth|bnb";
/** A pair within a name, as in `binance_btcusdt_trades_2025-09.csv` and `ETH-USDT-trades.csv`. */
const PAIR = new RegExp(`(?:^|[_. -])([a-z0-9]{2,10}?)[-_]?(${QUOTES})(?=[_. -]|$)`, "i");

/**
 * What a file's trades are of, by its name: `BTC-USDT` for `binance_btcusdt_trades_2025-09.csv`.
 *
 * @returns Undefined if the name has no such pair.
 */
export function symbolOf(path: string): string | undefined {
  const [, base, quote] = PAIR.exec(basename(path)) ?? [];
  return base && quote && `${base}-${quote}`.toUpperCase();
}
