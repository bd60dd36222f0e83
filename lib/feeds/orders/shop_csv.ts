import { formatCsvRow } from "../../csv_write.ts";
import type { Order } from "./orders.ts";
import { MENU } from "./shop_menu.ts";

/** Texts of files, by name. */
export type Files = Record<string, string>;

function csv(header: string[], rows: unknown[][]): string {
  return [header, ...rows].map(formatCsvRow).join("");
}

/** Orders and the menu as four CSV files in the layout of the "Pizza Place Sales" data set; orders and lines are numbered from 1. */
export function shopCsv(orders: readonly Order[]): Files {
  const dishes = new Map(MENU.map(({ dish }) => [dish.id, dish]));
  let line = 0;
  return {
    "orders.csv": csv(
      ["order_id", "date", "time"],
      orders.map(({ created_at }, i) => [i + 1, created_at.slice(0, 10), created_at.slice(11, 19)]),
    ),
    "order_details.csv": csv(
      ["order_details_id", "order_id", "pizza_id", "quantity"],
      orders.flatMap(({ items }, i) =>
        items.map(({ product_id, quantity }) => [++line, i + 1, product_id, quantity])
      ),
    ),
    "pizzas.csv": csv(
      ["pizza_id", "pizza_type_id", "size", "price"],
      MENU.map(({ id, dish, size, cents }) => [id, dish.id, size, (cents / 100).toFixed(2)]),
    ),
    "pizza_types.csv": csv(
      ["pizza_type_id", "name", "category", "ingredients"],
      [...dishes.values()].map(({ id, name, category, ingredients }) => [
        id,
        name,
        category,
        ingredients,
      ]),
    ),
  };
}
