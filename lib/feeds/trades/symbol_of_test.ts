import assert from "node:assert/strict";
import { symbolOf } from "./symbol_of.ts";

Deno.test("symbolOf() finds a pair in the names of exchanges' files", () => {
  const names: Record<string, string | undefined> = {
    "binance_btcusdt_trades_2025-09.csv": "BTC-USDT",
    "data/BTCUSDT-trades-2025-09-28.csv.gz": "BTC-USDT",
    "/x/ETH-USDT.csv": "ETH-USDT",
    "sol_usdc_2025.csv": "SOL-USDC",
    "ethbtc.csv": "ETH-BTC",
    "1000shibusdt-trades.csv": "1000SHIB-USDT",
    "kraken_eur_trades.csv": "KRAKEN-EUR", // a guess, which the reader's note names
    "trades.csv": undefined,
    "trades_2025-09.csv": undefined,
    "usdt.csv": undefined,
    "-": undefined,
  };
  for (const [name, symbol] of Object.entries(names)) assert.equal(symbolOf(name), symbol, name);
});
