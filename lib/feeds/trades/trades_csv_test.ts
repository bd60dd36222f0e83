import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { gather, realData, withFolder } from "../../sources/testing.ts";
import { type Trade, trades } from "./trades.ts";
import { tradesCsv, type TradesCsvOptions } from "./trades_csv.ts";

const quiet = { log: () => {} };

/** What is read of one file. */
async function read(
  lines: string[],
  { name = "btcusdt.csv", ...options }: TradesCsvOptions & { name?: string } = {},
) {
  let records: Trade[] = [], faults: string[] = [];
  await withFolder({ [name]: lines.map((line) => `${line}\n`).join("") }, async (folder) => {
    const { trades: found } = await gather(tradesCsv(folder, { ...quiet, ...options }));
    records = (found?.records ?? []) as Trade[];
    faults = (found?.rejected ?? []).map(({ line, field, value, reason }) =>
      `${line} | ${field} | ${value} | ${reason}`
    );
  });
  return { records, faults };
}

Deno.test("tradesCsv() reads Binance's layout: the maker tells the side, equal rows have ids of their own", async () => {
  const { records, faults } = await read([
    "trade_time,price,quantity,is_buyer_maker",
    "2025-09-28 22:40:14.539,110312.18,0.00012,True",
    "2025-09-28 22:40:14.604,110312.19,9e-05,False",
    "2025-09-28 22:40:14.604,110312.19,9e-05,False",
  ]);
  const symbol = "BTC-USDT", second = "2025-09-28T22:40:14";
  const twice = { symbol, side: "buy", price: 110312.19, amount: 0.00009 };
  assert.deepEqual(faults, []);
  assert.deepEqual(records, [
    {
      ...{ symbol, side: "sell", price: 110312.18, amount: 0.00012 },
      ...{ timestamp: `${second}.539000Z`, id: 1 },
    },
    { ...twice, timestamp: `${second}.604000Z`, id: 2 },
    { ...twice, timestamp: `${second}.604000Z`, id: 3 },
  ]);
  for (const record of records) assert.deepEqual(trades.check(record), []);
  assert.deepEqual(Object.keys(records[0]!), Object.keys(trades.schema.properties));
});

Deno.test("tradesCsv() recognises columns by their names, in any order, with ids, sides and zones", async () => {
  const { records, faults } = await read([
    "ID;Time;Side;Pair;Size;Price;quote_qty",
    '77;1759099214539;BUY;ETH/USD;"0,25";"4.100,50";"1"',
    "78;1759099214.5;s;ETH/USD;1;4100;1",
    "79;1759099214539123;Sell;ETH/USD;1;4100;1",
    "80;2025-09-29T00:40:14+02:00;b;ETH/USD;1;4100;1",
  ], { name: "anything.csv" });
  assert.deepEqual(faults, []);
  assert.deepEqual(records.map(({ id, side, timestamp }) => `${id} ${side} ${timestamp}`), [
    "77 buy 2025-09-28T22:40:14.539000Z",
    "78 sell 2025-09-28T22:40:14.500000Z",
    "79 sell 2025-09-28T22:40:14.539123Z",
    "80 buy 2025-09-28T22:40:14.000000Z",
  ]);
  assert.deepEqual([records[0]!.amount, records[0]!.price, records[0]!.symbol], [
    0.25,
    4100.5,
    "ETH/USD",
  ]);
});

Deno.test("tradesCsv() rejects a row with its line and field; the ids of the others stay", async () => {
  const { records, faults } = await read([
    "time,price,amount,side",
    "2025-09-28 22:40:14,1,1,buy",
    "2025-09-28 22:40:14,x,1,buy",
    "yesterday,1,1,buy",
    "17590992145390,1,1,buy",
    "2025-02-30 00:00:00,1,1,buy",
    "2025-09-28 22:40:14,1,1,hold",
    "2025-09-28 22:40:14,1,,buy",
    "2025-09-28 22:40:15,0,1,sell",
  ]);
  assert.deepEqual(faults.map((fault) => fault.split(" | ").slice(0, 3).join(" | ")), [
    "3 | price | x",
    "4 | timestamp | yesterday",
    "5 | timestamp | 17590992145390",
    "6 | timestamp | 2025-02-30 00:00:00",
    "7 | side | hold",
    "8 | amount | ",
  ]);
  assert.match(faults[1]!, /expected a UTC time such as .*, or seconds, milliseconds or microsec/);
  assert.deepEqual(records.map(({ id }) => id), [1, 8]);
  // A price of zero is a number: the stream's own check refuses it, on every way into it.
  assert.match(trades.check(records[1]!)[0]!.reason, /0/);
});

Deno.test("tradesCsv() says what a file lacks", async () => {
  const noSide = await read(["time,price,amount", "1759099214,1,1"]);
  assert.match(noSide.faults[0]!, /lacks the column side \(buy or sell\) or is_buyer_maker/);
  const noPrice = await read(["time,side,amount", "1759099214,buy,1"]);
  assert.match(noPrice.faults[0]!, /lacks the columns price/);
  const rows = ["time,side,amount,price", "1759099214,buy,1,1"];
  const noSymbol = await read(rows, { name: "my.csv" });
  assert.match(noSymbol.faults[0]!, /no pair such as btcusdt: add --symbol BTC-USDT/);
  const named = await read(rows, { name: "my.csv", symbol: "GOLD" });
  assert.deepEqual(named.records.map(({ symbol }) => symbol), ["GOLD"]);
  await assert.rejects(gather(tradesCsv("/nowhere.csv", quiet)), UsageError);
});

const real = realData("trades");

Deno.test("tradesCsv() reads the real trades whole", { ignore: real.ignore }, async () => {
  const { trades: found } = await gather(tradesCsv(real.path, quiet));
  const records = found!.records as Trade[];
  assert.deepEqual([records.length, found!.rejected.length], [16_449, 0]);
  const different = new Set(records.map(({ id: _, ...rest }) => JSON.stringify(rest)));
  assert.equal(records.length - different.size, 425);
  assert.equal(new Set(records.map(({ id }) => id)).size, 16_449);
  assert.ok(records.every((record) => trades.check(record).length === 0));
  assert.deepEqual([records[0]!.timestamp, records.at(-1)!.timestamp.slice(0, 19)], [
    "2025-09-28T22:40:14.539000Z",
    "2025-09-30T13:38:30",
  ]);
});
