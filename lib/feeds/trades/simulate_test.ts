import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { chiSquare, tally } from "../../simulators/testing.ts";
import { MARKETS, simulatedTrades } from "./simulate.ts";

const START = Date.parse("2026-05-13T00:00:00Z");
const all = simulatedTrades(seeded(1), START).take(120_000).toArray();

Deno.test("simulated trades are of the markets in their shares, half of them buys, with ids that count up", () => {
  const shares = new Map(MARKETS.map(({ symbol, share }) => [symbol, share]));
  assert.ok(chiSquare(tally(all, ({ symbol }) => symbol), shares) < 16.27); // 3 degrees of freedom
  assert.ok(chiSquare(tally(all, ({ side }) => side), new Map([["buy", 1], ["sell", 1]])) < 10.83);
  for (const { symbol } of MARKETS) {
    const ids = all.filter((trade) => trade.symbol === symbol).map(({ id }) => id);
    assert.deepEqual(ids, ids.map((_, i) => i + 1));
  }
});

/** Logarithms of the last prices before each of some moments, 30 s apart. */
function logsOf(symbol: string): number[] {
  const own = all.filter((trade) => trade.symbol === symbol);
  const logs: number[] = [];
  let next = START + 600_000;
  own.forEach(({ timestamp, price }, i) => {
    for (; Date.parse(timestamp) >= next; next += 30_000) {
      logs.push(Math.log(own[i - 1]?.price ?? price));
    }
  });
  return logs;
}

function returnsOf(symbol: string): number[] {
  const logs = logsOf(symbol);
  return logs.slice(1).map((log, i) => log - logs[i]!);
}

/** Pearson's correlation. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const n = Math.min(a.length, b.length);
  const mean = (values: readonly number[]) => values.slice(0, n).reduce((x, y) => x + y) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let ab = 0, aa = 0, bb = 0;
  for (let i = 0; i < n; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

Deno.test("simulated returns are as volatile as declared, and correlated by the common parts", () => {
  const [btc, eth, , ltc] = MARKETS.map(({ symbol }) => returnsOf(symbol));
  const day = Math.sqrt(btc!.reduce((sum, value) => sum + value ** 2, 0) / btc!.length * 2880);
  assert.ok(Math.abs(day / MARKETS[0]!.volatility - 1) < 0.15, `${day}`);
  // Prices are of the last trade, not of the moment, which makes the correlation somewhat smaller.
  const both = correlation(btc!, eth!), low = correlation(btc!, ltc!);
  assert.ok(both > 0.7 && both < 0.9, `${both}`);
  assert.ok(low > 0.1 && low < 0.4, `${low}`);
});
