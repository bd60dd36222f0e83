import { formatCsvRow } from "../../csv_write.ts";
import { UsageError } from "../../errors.ts";
import { orderItems } from "./order_items.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";
import { isoSeconds } from "../../time.ts";
import type { FieldError } from "../../streams/check.ts";
import { Batches } from "../../sources/batches.ts";
import { Catalogue } from "./catalogue.ts";
import { findFiles } from "../../sources/files.ts";
import { itemsOf, OrderBook, orderOf } from "./order_book.ts";
import {
  findTables,
  haveAllTables,
  type ShopTable,
  type ShopTableName,
  type ShopTableRow,
  tableRows,
  type UnknownTable,
} from "./shop_tables.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { problemOf } from "../../sources/csv_header.ts";
import type { ReadTextOptions } from "../../sources/read_text.ts";
import type { Source, SourceBatch, SourceOptions } from "../../sources/source.ts";

/** The stream that each table's rows belong to. */
const STREAMS = { pizza_types: products, pizzas: products, orders, order_details: orderItems };

/** Options for {@linkcode ordersCsv}. */
export interface OrdersCsvOptions extends SourceOptions {
  /** Ends after this many orders, each with its items. @default all */
  limit?: number;
}

/**
 * The orders of a pizza shop from its four CSV files, plain or gzip, recognised by their headers:
 * first the catalogue as change events of `products`, with the time of the first order; then
 * `orders` and their `order_items`. Times are read as UTC.
 *
 * A row of pizzas becomes a product, a row of orders an order, a row of order_details an item. A
 * bad row is rejected together with everything that needs it: a pizza needs its type, a line its
 * order and its pizza, an order at least one of its lines. An order that loses some of its lines is
 * made from the others, so that orders and items add up to the same. A bad row of pizza types
 * counts as a rejected product.
 *
 * Memory grows by about 800 bytes per order, because the lines are in a file of their own.
 *
 * @param paths The folder of the four files, or the files.
 * @throws {UsageError} A path cannot be read, or one of the four tables is missing or given twice.
 */
export async function* ordersCsv(
  paths: string | readonly string[],
  { batchSize, limit = Infinity, ...reading }: OrdersCsvOptions = {},
): Source {
  const { signal, log } = reading;
  const files = await findFiles(paths, { extensions: [".csv"], log });
  if (files.some((file) => file.path === "-")) {
    throw new UsageError("Cannot read orders from standard input: give the folder of their files");
  }
  const { tables, unknown } = await findTables(files, reading);
  haveAllTables(tables, unknown);
  for (const table of unknown) yield* rejectAll(table, { batchSize, reading });
  const into = (name: ShopTableName) => ({
    batches: new Batches(STREAMS[name], { file: tables[name].file, batchSize }),
    reading,
  });
  const types = into("pizza_types"), pizzas = into("pizzas");
  const booked = into("orders"), items = into("order_details");
  const catalogue = new Catalogue();
  const book = new OrderBook(catalogue);

  yield* read(tables.pizza_types, types, ({ named }) => catalogue.addType(named));
  yield* types.batches.rest();
  yield* read(tables.orders, booked, ({ named, line }) => book.addOrder(named, line));
  const all = book.orders;
  const ts_ms = all[0] ? isoSeconds(all[0].created_at) * 1000 : 0;
  yield* read(tables.pizzas, pizzas, ({ named, line }) => {
    const change = catalogue.addPizza(named, { ts_ms, numbers: tables.pizzas.numbers });
    if ("reason" in change) return change;
    pizzas.batches.add(change, line);
  });
  yield* pizzas.batches.rest();
  const { numbers } = tables.order_details;
  yield* read(
    tables.order_details,
    items,
    ({ named, line }) => book.addLine(named, { line, numbers }),
  );
  for (const [i, order] of all.entries()) {
    if (i >= limit) break;
    if (signal?.aborted) return;
    const { items: parts, lines } = itemsOf(order);
    const { id, created_at, line } = order;
    if (parts.length > 0) {
      booked.batches.add(orderOf(order, parts), line);
      for (const [j, item] of parts.entries()) items.batches.add(item, lines[j]!);
    } else {
      const reason = order.named > 0 ? "none of its lines could be read" : "has no lines";
      const raw = formatCsvRow([id, created_at.slice(0, 10), created_at.slice(11, 19)]);
      booked.batches.reject({ field: "order_id", value: id, reason }, { line, raw: raw.trimEnd() });
    }
    const progress = i / Math.min(limit, all.length);
    for (const batch of booked.batches.full(progress)) yield batch;
    for (const batch of items.batches.full(progress)) yield batch;
  }
  yield* booked.batches.rest(1);
  yield* items.batches.rest(1);
}

/** Rejects the rows of a file that is not one of the four; its header, if it has no others. */
async function* rejectAll(
  { file, nearest, row, error }: UnknownTable,
  { batchSize, reading }: { batchSize: number | undefined; reading: ReadTextOptions },
): AsyncGenerator<SourceBatch> {
  const batches = new Batches(STREAMS[nearest], { file, batchSize });
  let last = row.line;
  for await (const { rows } of readCsv(file, reading)) {
    for (const found of rows) {
      if (found.line === row.line) continue;
      batches.reject({ reason: found.problem ?? error.reason }, found);
      last = found.line;
    }
    yield* batches.full();
  }
  if (last === row.line) batches.reject(error, row);
  yield* batches.rest();
}

/** Reads a table; rejected rows go into the batches. */
async function* read<C extends string>(
  table: ShopTable<C>,
  { batches, reading }: { batches: Batches; reading: ReadTextOptions },
  take: (row: ShopTableRow<C>) => FieldError | undefined,
): AsyncGenerator<SourceBatch> {
  for await (const rows of tableRows(table, reading)) {
    for (const row of rows) {
      const error = row.problem === undefined ? take(row) : problemOf(row);
      if (error) batches.reject(error, row);
    }
    yield* batches.full();
  }
}
