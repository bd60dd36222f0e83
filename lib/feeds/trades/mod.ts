/** The feed `trades`: trades of a market from CSV files, as Binance's, or of a simulated one. */
import { defineFeed } from "../feed.ts";
import { simulateTrades } from "./simulate.ts";
import { tradesCsv } from "./trades_csv.ts";
import { trades } from "./trades.ts";

export { type Trade, trades } from "./trades.ts";

export const tradesFeed = defineFeed({
  name: "trades",
  streams: [trades],
  flags: {
    symbol: {
      type: "string",
      value: "name",
      help: "trades: what is traded in files that do not say it (default by the file's name)",
    },
  },
  read: {
    folder: "trades",
    open: (paths, { flags, ...options } = {}) => tradesCsv(paths, { ...options, ...flags }),
  },
  simulate: simulateTrades,
});
