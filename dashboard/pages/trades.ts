import { trades } from "../../lib/feeds/mod.ts";
import { definePage } from "../define_page.ts";
import { withBefore } from "./parts/with_before.ts";
import { averages, candles, correlation, markets, MINUTES, PAIR } from "./trades/market_sql.ts";

/** Trades in the list of the newest. */
const NEWEST = 20;

/** A market's trades. */
export const tradesPage = definePage({
  name: "trades",
  title: "Trades",
  path: "/trades",
  intro:
    "Trades of a market by their own times. Prices are in the second currency of the symbol, " +
    "amounts in its first. Choose a market in the list.",
  streams: [trades],
  empty: "deno task ingest trades --simulate --speed 1",
  params: { symbol: PAIR[0] },
  panels: [
    {
      id: "totals",
      title: "In this period",
      note: "Of the market that is chosen",
      size: "full",
      rows: (context) =>
        withBefore(context, ({ from, to }) =>
          context.sql`
            select last(price) price, sum(price * amount) / sum(amount) vwap, count() trades,
              sum(amount) amount, sum(price * amount) value
            from ${trades} where symbol = ${context.params.symbol!}
              and timestamp >= ${from} and timestamp < ${to}`, "trades"),
      view: {
        kind: "metrics",
        metrics: [
          { value: "price", label: "Last price", format: "money", before: "price_before" },
          {
            value: "vwap",
            label: "Mean price by volume (VWAP)",
            format: "money",
            before: "vwap_before",
          },
          { value: "trades", label: "Trades", before: "trades_before" },
          { value: "amount", label: "Amount", before: "amount_before" },
          { value: "value", label: "Value", format: "compact", before: "value_before" },
        ],
      },
    },
    {
      id: "candles",
      title: "Candles and volume",
      note:
        "First, highest, lowest and last price of each bucket; buckets without trades stay empty",
      size: "full",
      height: 380,
      bucket: 15,
      rows: candles,
      view: { kind: "candlestick", x: "timestamp", volume: "amount" },
    },
    {
      id: "averages",
      title: "Price and moving averages",
      note: "The last price of each bucket, and the means of the trades of 30 s and 45 s up to it",
      size: "full",
      height: 320,
      rows: averages,
      view: { kind: "line", x: "timestamp", y: "price", series: "series" },
    },
    {
      id: "markets",
      title: "Markets",
      note: "Click one to see it",
      height: 240,
      rows: markets,
      view: {
        kind: "table",
        columns: [
          { name: "symbol", link: "page" },
          { name: "price" },
          { name: "vwap", label: "VWAP", wide: true },
          { name: "trades", bar: true },
          { name: "value", format: "compact" },
          { name: "newest", format: "ago", wide: true },
        ],
      },
    },
    {
      id: "correlation",
      title: `Correlation of ${PAIR[0]} and ${PAIR[1]}`,
      note:
        `Of their prices over the last ${MINUTES} minutes, each trade of the first with the price of ` +
        "the second at that time (ASOF join)",
      height: 240,
      none: `There are no trades of both ${PAIR[0]} and ${PAIR[1]} in this period`,
      rows: correlation,
      view: { kind: "line", x: "timestamp", y: "correlation" },
    },
    {
      id: "volume",
      title: "Volume by market and time",
      note: "Value in the second currency; the colours grow with the square root",
      height: 300,
      bucket: 15,
      rows: ({ sql, start, to, step }) =>
        sql`select timestamp, symbol, sum(price * amount) value from ${trades}
          where timestamp >= ${start} and timestamp < ${to} sample by ${step}`,
      view: { kind: "heatmap", x: "timestamp", y: "symbol", value: "value", sqrt: true },
    },
    {
      id: "latest",
      title: "Latest trades",
      note: "Of the market that is chosen",
      height: 300,
      rows: ({ sql, from, to, params }) =>
        sql`select timestamp time, side, price, amount, id from ${trades}
          where symbol = ${params.symbol!} and timestamp >= ${from} and timestamp < ${to}
          order by timestamp desc limit ${NEWEST}`,
      view: {
        kind: "table",
        key: "id",
        columns: [
          { name: "time", format: "time" },
          { name: "side" },
          { name: "price" },
          { name: "amount" },
          { name: "id", wide: true },
        ],
      },
    },
  ],
});
