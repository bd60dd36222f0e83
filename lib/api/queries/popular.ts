import type { OrdersDb } from "../orders_db.ts";
import type { Popular } from "../schemas.ts";
import { linesByCategory, linesByProduct, type Sum, sumsOf } from "../line_sums.ts";
import { periodOf } from "./period.ts";

/**
 * What was ordered most in a period, by pieces, then by name: products and their categories. `orders`
 * counts each order once. A product that the catalogue does not know is listed by its id, and has no
 * category.
 *
 * Lines have the category of their enrichment, and from before the first and after the last enriched line
 * that of the newest product. The newest seconds may be half a second old: they are read once for all who ask.
 */
export async function popular(
  db: OrdersDb,
  { at, window, limit }: { at: number; window: number; limit: number },
): Promise<Popular> {
  const period = periodOf(at, window);
  const [items, categories, names] = await Promise.all([
    sumsOf(db, linesByProduct, period),
    sumsOf(db, linesByCategory, period),
    db.products(),
  ]);
  return {
    items: largest(
      [...items].map(([id, sum]) => {
        const { name = id, image = null } = names.get(id) ?? {};
        return { name, product: name, image, ...sum };
      }),
      limit,
    ).map(({ product, image, orders, quantity }) => ({ product, image, orders, quantity })),
    categories: largest(
      [...categories].map(([name, sum]) => ({ name, ...sum })),
      limit,
    ).map(({ name, orders, quantity }) => ({ category: name, orders, quantity })),
  };
}

function largest<T extends Sum & { name: string }>(rows: T[], limit: number): T[] {
  return rows.sort((a, b) =>
    b.quantity - a.quantity || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  ).slice(0, limit);
}
