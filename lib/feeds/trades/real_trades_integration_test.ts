import assert from "node:assert/strict";
import { run } from "../../../pipelines/testing.ts";
import { gather, realData } from "../../sources/testing.ts";
import { withNamespace } from "../../testing.ts";
import { type Trade, trades } from "./trades.ts";
import { tradesCsv } from "./trades_csv.ts";

const { path, ignore } = realData("trades");
const BUCKET = 15 * 60_000;

/** Candles of the trades, computed here: only buckets with trades. */
function candlesOf(all: readonly Trade[]) {
  const buckets = Map.groupBy(
    all,
    ({ timestamp }) => Math.floor(Date.parse(timestamp) / BUCKET) * BUCKET,
  );
  return [...buckets].sort(([a], [b]) => a - b).map(([start, own]) => {
    const prices = own.map(({ price }) => price);
    const volume = own.reduce((sum, { amount }) => sum + amount, 0);
    const paid = own.reduce((sum, { price, amount }) => sum + price * amount, 0);
    return {
      start,
      open: prices[0]!,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1)!,
      volume: Number(volume.toFixed(8)),
      vwap: Number((paid / volume).toFixed(4)),
    };
  });
}

Deno.test("the real trades are stored once each; candles and VWAP equal a second computation", {
  ignore,
}, () =>
  withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    for (let time = 0; time < 2; time++) {
      const { code, out, err } = await run("ingest", ["trades", path, "--json"], { env });
      assert.equal(code, 0, err);
      const { read, rejected, stored, rows } = JSON.parse(out);
      assert.deepEqual([read, rejected, stored, rows], [16_449, 0, 16_449, 16_449]);
    }
    const [{ n }] = await db.sql<{ n: number }>`
      select count() n from (select count() from ${trades}
        group by symbol, side, price, amount, timestamp)` as [{ n: number }];
    assert.equal(16_449 - n, 425, "equal trades are all kept");
    const found = await db.sql<Record<string, number> & { start: Date }>`
      select timestamp start, first(price) open, max(price) high, min(price) low, last(price) close,
        sum(amount) volume, sum(price * amount) / sum(amount) vwap
      from ${trades} where symbol = 'BTC-USDT' sample by 15m`;
    const { trades: read } = await gather(tradesCsv(path, { log: () => {} }));
    const wanted = candlesOf(read!.records as Trade[]);
    const own = found.map(({ start, volume, vwap, ...prices }) => ({
      start: +start,
      ...prices,
      volume: Number(volume!.toFixed(8)),
      vwap: Number(vwap!.toFixed(4)),
    }));
    assert.deepEqual(own, wanted);
    // The gaps of 12 and 26 hours have no candles.
    const gaps = wanted.slice(1).map(({ start }, i) => (start - wanted[i]!.start) / 3_600_000)
      .filter((hours) => hours > 1);
    assert.deepEqual(gaps.map(Math.round), [12, 26]);
  }));
