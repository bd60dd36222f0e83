import { orderItems, products } from "../../feeds/mod.ts";
import { enrichedOrderItems } from "../../flows/enriched_order_items.ts";
import type { Stream } from "../../streams/stream.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb, Span, TableFacts } from "../orders_db.ts";
import type { Popular } from "../schemas.ts";
import { type Range, segmentsOf } from "../segments.ts";
import { categorySeconds, productSeconds, type SliceView } from "../views.ts";
import { periodOf } from "./period.ts";

interface Sum {
  orders: number;
  quantity: number;
}

/**
 * What was ordered most in a period, by pieces, then by name: products and their categories. `orders`
 * counts each order once. A product that the catalogue does not know is listed by its id, and has no
 * category.
 *
 * Lines have the category of their enrichment, and from before the first and after the last enriched line
 * that of the newest product.
 */
export async function popular(
  db: OrdersDb,
  { at, window, limit }: { at: number; window: number; limit: number },
): Promise<Popular> {
  const period = periodOf(at, window);
  const facts = await db.facts();
  const [items, categories, names] = await Promise.all([
    productSums(db, facts, period),
    categorySums(db, facts, period),
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

async function productSums(db: OrdersDb, facts: TableFacts, period: Range) {
  if (facts.span(orderItems) === undefined) return new Map<string, Sum>();
  const bound = new Bound();
  const parts = partsOf(db, { bound, column: "product_id", stream: orderItems })(
    period,
    productSeconds,
    facts,
  );
  return await sumsOf(db, parts, bound);
}

async function categorySums(db: OrdersDb, facts: TableFacts, period: Range) {
  const bound = new Bound();
  const parts: string[] = [];
  const done = overlap(period, facts.span(enrichedOrderItems));
  if (done) {
    const enriched = partsOf(db, { bound, column: "category", stream: enrichedOrderItems });
    parts.push(...enriched(done, categorySeconds, facts));
  }
  if (facts.has(orderItems) && facts.has(products)) {
    const rest = done
      ? [{ from: period.from, to: done.from }, { from: done.to, to: period.to }]
      : [period];
    for (const range of rest.filter(({ from, to }) => from < to)) {
      parts.push(
        `select name, count() orders, sum(quantity) quantity from (
        select p.category name, i.order_id, sum(i.quantity) quantity
        from (select order_id, product_id, quantity from ${db.nameOf(orderItems)} where ${
          bound.within(range)
        }) i
        join (select id, category from ${
          db.nameOf(products)
        } where op <> 'd' latest on timestamp partition by id) p on p.id = i.product_id)`,
      );
    }
  }
  return await sumsOf(db, parts, bound);
}

/** The part of a period in which a table has rows; undefined if there is none. */
function overlap(period: Range, span: Span | undefined): Range | undefined {
  if (span === undefined) return undefined;
  const from = Math.max(period.from, span.first), to = Math.min(period.to, span.last + 1);
  return from < to ? { from, to } : undefined;
}

/** The sums of a column's values in a range, from a view and the table. */
function partsOf(
  db: OrdersDb,
  { bound, column, stream }: { bound: Bound; column: string; stream: Stream },
) {
  return (range: Range, view: SliceView, facts: TableFacts): string[] => {
    const { whole, edges } = segmentsOf(range, facts.viewEnd(view), view.slice);
    return [
      ...whole
        ? [
          `select ${column} name, sum(orders) orders, sum(quantity) quantity from ${
            db.viewOf(view)
          } where ${bound.within(whole)}`,
        ]
        : [],
      ...edges.map((edge) =>
        // By order first: count_distinct() of text takes more than twice as long (QuestDB 9.3).
        `select name, count() orders, sum(quantity) quantity from (
          select ${column} name, order_id, sum(quantity) quantity from ${db.nameOf(stream)} where ${
          bound.within(edge)
        }
        )`
      ),
    ];
  };
}

async function sumsOf(db: OrdersDb, parts: string[], bound: Bound): Promise<Map<string, Sum>> {
  const sums = new Map<string, Sum>();
  if (parts.length === 0) return sums;
  const rows = await db.ask<{ name: string | null; orders: number; quantity: number | null }>(
    parts.join("\nunion all\n"),
    bound.values,
  );
  for (const { name, orders, quantity } of rows) {
    if (name === null) continue;
    const sum = sums.get(name) ?? { orders: 0, quantity: 0 };
    sums.set(name, {
      orders: sum.orders + Number(orders),
      quantity: sum.quantity + Number(quantity ?? 0),
    });
  }
  return sums;
}
