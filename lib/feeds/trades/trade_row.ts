import { isoTime } from "../../time.ts";
import { cellText } from "../../sources/cell_text.ts";
import { NumberReader } from "../../sources/numbers.ts";
import { utcTimeOrPlain } from "../../sources/utc_time.ts";
import type { FieldError } from "../../streams/check.ts";
import { epochTime } from "../../streams/epoch.ts";
import { withDigits } from "../../time.ts";
import type { Trade } from "./trades.ts";

/** The columns of a file. `is_buyer_maker`: whether the buyer's offer was there first, so that it is a sell. */
export type TradeColumn = keyof Trade | "is_buyer_maker";

const TIME =
  "expected a UTC time such as 2025-09-28 22:40:14.539, or seconds, milliseconds or microseconds since 1970";
const SIDES: Readonly<Record<string, Trade["side"]>> = {
  buy: "buy",
  b: "buy",
  sell: "sell",
  s: "sell",
};
const MAKERS: Readonly<Record<string, Trade["side"]>> = {
  true: "sell",
  "1": "sell",
  false: "buy",
  "0": "buy",
};

/** ISO text of a time in a cell, with six digits of a second; undefined if it is not one. */
function timeOf(text: string): string | undefined {
  const epoch = epochTime(text);
  if (epoch) return isoTime(epoch.seconds, epoch.micros, 6);
  const found = utcTimeOrPlain(text); // exchanges write UTC
  return found && withDigits(found, 6);
}

/**
 * Makes a function that turns a row's cells into a trade, or returns which cell is wrong. Trades of files
 * without ids are numbered from 1, rows that are wrong too: to mend one does not move the others.
 *
 * @param at Index of each column, −1 if the file lacks it.
 * @param options `symbol`: of files without that column. `delimiter`: that of the file, for its numbers.
 */
export function tradeReader(
  at: Record<TradeColumn, number>,
  { symbol, delimiter }: { symbol: string | undefined; delimiter: string },
): (cells: readonly string[]) => Trade | FieldError {
  const numbers = new NumberReader({ delimiter, scientific: true });
  let row = 0;
  return (cells) => {
    row++;
    let error: FieldError | undefined;
    const cell = (field: TradeColumn) => at[field] < 0 ? "" : cellText(cells[at[field]]!);
    function taken<T>(
      field: TradeColumn,
      read: (text: string) => T | undefined,
      wanted: string,
    ): T {
      const value = cell(field);
      const found = value === "" ? undefined : read(value);
      if (found === undefined || Number.isNaN(found)) {
        error ??= value === "" ? { field, reason: "is missing" } : { field, value, reason: wanted };
      }
      return found as T; // not used after an error
    }
    const number = (field: TradeColumn) =>
      taken(field, (text) => numbers.number(text), numbers.fault(cell(field), "expected a number"));
    const lower = (sides: typeof SIDES) => (text: string) => sides[text.toLowerCase()];
    const trade: Trade = {
      symbol: at.symbol < 0 ? symbol! : taken("symbol", (text) => text, ""),
      side: at.side < 0
        ? taken("is_buyer_maker", lower(MAKERS), "expected True or False")
        : taken("side", lower(SIDES), "expected buy or sell"),
      price: number("price"),
      amount: number("amount"),
      timestamp: taken("timestamp", timeOf, TIME),
      id: at.id < 0 ? row : number("id"),
    };
    return error ?? trade;
  };
}
