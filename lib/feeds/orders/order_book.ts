import { type OrderItem, orderItems } from "./order_items.ts";
import type { Order } from "./orders.ts";
import { isoSeconds } from "../../time.ts";
import type { FieldError } from "../../streams/check.ts";
import type { Catalogue, Product } from "./catalogue.ts";
import { withMillis } from "../../sources/utc_time.ts";
import type { NumberReader } from "../../sources/numbers.ts";

/** An order and its lines read so far. */
export interface BookedOrder {
  id: string;
  created_at: string;
  /** Its line in the file, from 1. */
  line: number;
  /** Number of rows so far that refer to it, good and bad; one that is there twice counts once. */
  named: number;
  /** Products of its good lines, in the order of the file. */
  products: Product[];
  /** For each good line: its quantity, its position in the order, its line in the file. */
  numbers: number[];
}

/**
 * Orders in memory: their lines are in another file, so no order is complete before both are read.
 * An order with two or three lines takes about 800 bytes.
 */
export class OrderBook {
  #orders = new Map<string, BookedOrder>();
  /** Ids of the good lines, and where they are in the file. */
  #lines = new Map<string, number>();
  #catalogue: Catalogue;

  /** @param catalogue The products that lines may refer to. */
  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** The orders, in the order in which they were added. */
  get orders(): BookedOrder[] {
    return [...this.#orders.values()];
  }

  /** Adds an order, or returns what is wrong with it. */
  addOrder(
    { order_id: id, date, time }: { order_id: string; date: string; time: string },
    line: number,
  ): FieldError | undefined {
    if (id === "") return { field: "order_id", reason: "is missing" };
    const same = this.#orders.get(id);
    if (same) return { field: "order_id", value: id, reason: `repeats line ${same.line}` };
    const created_at = `${date}T${time}Z`;
    if (!(isoSeconds(`${date}T00:00:00Z`) >= 0)) {
      return { field: "date", value: date, reason: "expected a date as YYYY-MM-DD, 1970 or later" };
    }
    if (isNaN(isoSeconds(created_at))) {
      return { field: "time", value: time, reason: "expected a time of day as hh:mm:ss" };
    }
    const order = { id, created_at: withMillis(created_at), line };
    this.#orders.set(id, { ...order, named: 0, products: [], numbers: [] });
  }

  /**
   * Adds a line to its order, or returns what is wrong with it. A bad line keeps its position, so
   * that the positions of the others do not change once it is fixed; one that is there twice has
   * one position, so that they do not change once it is removed.
   */
  addLine(
    { order_details_id: id, order_id, pizza_id, quantity }: LineRow,
    { line, numbers }: { line: number; numbers: NumberReader },
  ): FieldError | undefined {
    const order = this.#orders.get(order_id);
    const same = this.#lines.get(id);
    if (order && !(same !== undefined && linesOf(order).includes(same))) order.named++;
    if (id === "") return { field: "order_details_id", reason: "is missing" };
    if (same !== undefined) {
      return { field: "order_details_id", value: id, reason: `repeats line ${same}` };
    }
    if (!order) {
      return { field: "order_id", value: order_id, reason: "no order with this id could be read" };
    }
    const position = order.named;
    const product = this.#catalogue.product(pizza_id);
    if (!product) {
      return { field: "pizza_id", value: pizza_id, reason: "no pizza with this id could be read" };
    }
    const number = numbers.number(quantity);
    if (!orderItems.valid(itemOf(order, { product, quantity: number, position }))) {
      return { field: "quantity", value: quantity, reason: "expected a whole number, 1 to 10000" };
    }
    order.products.push(product);
    order.numbers.push(number, position, line);
    this.#lines.set(id, line);
  }
}

/** The cells of a row of order_details. */
type LineRow = Record<"order_details_id" | "order_id" | "pizza_id" | "quantity", string>;

/** The records of an order's lines, and the line of each in its file. */
export function itemsOf(order: BookedOrder): { items: OrderItem[]; lines: number[] } {
  const numbers = (i: number) => order.numbers.slice(3 * i, 3 * i + 3) as [number, number, number];
  const items = order.products.map((product, i) => {
    const [quantity, position] = numbers(i);
    return itemOf(order, { product, quantity, position });
  });
  return { items, lines: linesOf(order) };
}

/** Where an order's good lines are in their file. */
function linesOf({ numbers }: BookedOrder): number[] {
  return numbers.filter((_, i) => i % 3 === 2);
}

function itemOf(
  { id, created_at }: BookedOrder,
  { product, quantity, position }: { product: Product; quantity: number; position: number },
): OrderItem {
  const { id: product_id, price } = product;
  return { order_id: id, line: position, created_at, product_id, quantity, price };
}

/** The record of an order, made from those of its lines. Its price is Σ quantity · price, in whole cents. */
export function orderOf({ id, created_at }: BookedOrder, items: readonly OrderItem[]): Order {
  const total = items.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  return {
    id,
    created_at,
    user_id: null,
    status: "DELIVERED",
    price: Math.round(total * 100) / 100,
    items: items.map(({ product_id, quantity, price }) => ({ product_id, quantity, price })),
    products_ordered: items.length,
    total_quantity: items.reduce((sum, { quantity }) => sum + quantity, 0),
    delivery_lat: null,
    delivery_lon: null,
  };
}
