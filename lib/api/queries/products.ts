import { products } from "../../feeds/mod.ts";
import type { OrdersDb, Product } from "../orders_db.ts";

/** The products by id as they were changed last; one that was deleted, as it was before. */
export async function knownProducts(db: OrdersDb): Promise<Map<string, Product>> {
  if (!(await db.facts()).has(products)) return new Map();
  const rows = await db.ask<{ id: string; name: string | null; image: string | null }>(
    `select id, name, image from ${
      db.nameOf(products)
    } where op <> 'd' latest on timestamp partition by id`,
  );
  return new Map(rows.map(({ id, name, image }) => [id, { name: name ?? id, image }]));
}
