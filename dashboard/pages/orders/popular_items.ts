import { popular } from "../../../lib/api/queries/popular.ts";
import { products } from "../../../lib/feeds/mod.ts";
import type { PanelContext } from "../../define_page.ts";
import { momentOf, ordersDb } from "./orders_db.ts";

/** What was ordered most, with what its picture is drawn from. A type: panels take it as a row. */
export type PopularItem = {
  name: string;
  /** Null if the catalogue does not know it. */
  category: string | null;
  ingredients: string | null;
  orders: number;
  quantity: number;
};

/** Rows that are shown. */
const MOST = 8;

/** The products that were ordered most. */
export async function popularItems(context: PanelContext): Promise<PopularItem[]> {
  const { items } = await popular(ordersDb(context), { ...momentOf(context), limit: MOST });
  const known = await context.has(products)
    ? await context.sql<{ name: string; category: string | null; description: string | null }>`
      select name, category, description from ${products} where op <> 'd'
      latest on timestamp partition by id`
    : [];
  const byName = new Map(known.map((product) => [product.name, product]));
  return items.map(({ product, orders, quantity }) => {
    const { category = null, description = null } = byName.get(product) ?? {};
    return { name: product, category, ingredients: description, orders, quantity };
  });
}

/** The categories that were ordered most. */
export async function popularCategories(context: PanelContext): Promise<PopularItem[]> {
  const { categories } = await popular(ordersDb(context), { ...momentOf(context), limit: MOST });
  return categories.map(({ category, orders, quantity }) => ({
    name: category,
    category,
    ingredients: null,
    orders,
    quantity,
  }));
}
