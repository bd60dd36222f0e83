import { csvRecords } from "../../sources/csv_records.ts";
import type { Layout } from "../../sources/csv_header.ts";
import type { Source, SourceOptions } from "../../sources/source.ts";
import type { Stream } from "../../streams/stream.ts";
import { symbolOf } from "./symbol_of.ts";
import { type TradeColumn, tradeReader } from "./trade_row.ts";
import { trades } from "./trades.ts";

/** Options for {@linkcode tradesCsv}. */
export interface TradesCsvOptions extends SourceOptions {
  /** What is traded in files without a column that says it. @default the pair in the file's name */
  symbol?: string | undefined;
}

/** The names that exchanges give their columns. */
const LAYOUT: Layout<TradeColumn> = {
  columns: ["symbol", "side", "price", "amount", "timestamp", "id", "is_buyer_maker"],
  required: ["price", "amount", "timestamp"],
  aliases: {
    pair: "symbol",
    instrument: "symbol",
    qty: "amount",
    quantity: "amount",
    size: "amount",
    volume: "amount",
    time: "timestamp",
    trade_time: "timestamp",
    transact_time: "timestamp",
    trade_id: "id",
    agg_trade_id: "id",
    isbuyermaker: "is_buyer_maker",
    m: "is_buyer_maker",
  },
  // What follows from the others, or tells of the orders behind a trade.
  ignored: ["quote_qty", "quoteqty", "is_best_match", "first_trade_id", "last_trade_id"],
};

/**
 * Trades from CSV files, plain or gzip, as Binance and others publish them: the columns are recognised by
 * their names. Times without a zone are UTC. Files without ids get the number of each row, so that equal
 * trades are all kept, and a second run of the same file changes nothing.
 *
 * @param paths Files, directories of `.csv` and `.csv.gz` files, or `-` for standard input.
 * @throws {UsageError} A path is missing or cannot be read.
 */
export function tradesCsv(
  paths: string | readonly string[],
  { symbol, ...options }: TradesCsvOptions = {},
): Source {
  const { log = console.error } = options;
  return csvRecords(paths, {
    ...options,
    stream: trades as Stream,
    layout: LAYOUT,
    rowReader({ at, delimiter, file }) {
      if (at.side < 0 && at.is_buyer_maker < 0) {
        return { reason: "header lacks the column side (buy or sell) or is_buyer_maker" };
      }
      const own = at.symbol >= 0 ? undefined : symbol ?? symbolOf(file.path);
      if (at.symbol < 0 && own === undefined) {
        return {
          reason: "header lacks the column symbol, and the file's name has no pair such as " +
            "btcusdt: add --symbol BTC-USDT",
        };
      }
      if (own !== undefined && symbol === undefined) {
        log(`${file.path}: trades of ${own}, by the file's name (--symbol says otherwise)`);
      }
      return tradeReader(at, { symbol: own, delimiter });
    },
  });
}
