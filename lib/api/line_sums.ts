/** Orders and pieces of each product or category in a range: from a view, newest slices in memory, the tables. */
import { orderItems, products } from "../feeds/mod.ts";
import { enrichedOrderItems } from "../flows/enriched_order_items.ts";
import type { Stream } from "../streams/stream.ts";
import { Bound } from "./bound.ts";
import type { NamedLines, OrdersDb, SumRow, TableFacts } from "./orders_db.ts";
import { NOTHING, type Range, segmentsOf } from "./segments.ts";
import { tailPartsOf } from "./tail.ts";
import { categorySeconds, productSeconds } from "./views.ts";

/** What was ordered under one name. */
export interface Sum {
  /** Each order once. */
  orders: number;
  /** Pieces. */
  quantity: number;
}

const linesOf = (db: OrdersDb, stream: Stream, { column, condition }: {
  column: string;
  condition: string;
}) =>
  `select timestamp, ${column} name, order_id, sum(quantity) quantity from ${
    db.nameOf(stream)
  } where ${condition}`;

/** The lines of orders by product. */
export const linesByProduct: NamedLines = {
  view: productSeconds,
  column: "product_id",
  lines(db, facts, { range, bound }) {
    if (facts.span(orderItems) === undefined) return [];
    const condition = bound.within(range);
    return [linesOf(db, orderItems, { column: "product_id", condition })];
  },
};

/** The lines of orders by category; `popular()` says which category those have that are not enriched. */
export const linesByCategory: NamedLines = {
  view: categorySeconds,
  column: "category",
  lines(db, facts, { range, bound }) {
    const done = enrichedPart(facts, range);
    const queries: string[] = [];
    if (facts.span(enrichedOrderItems)) {
      const condition = bound.within(done ?? NOTHING);
      queries.push(linesOf(db, enrichedOrderItems, { column: "category", condition }));
    }
    const items = facts.span(orderItems);
    if (!items || !facts.has(products)) return queries;
    const from = Math.max(range.from, items.first), { to } = range;
    const rest = done ? [{ from, to: done.from }, { from: done.to, to }] : [{ from, to }];
    for (const part of rest.filter(({ from, to }) => from < to)) {
      queries.push(
        `select i.timestamp timestamp, p.category name, i.order_id order_id, sum(i.quantity) quantity
        from (select timestamp, order_id, product_id, quantity from ${
          db.nameOf(orderItems)
        } where ${bound.within(part)}) i
        join (select id, category from ${
          db.nameOf(products)
        } where op <> 'd' latest on timestamp partition by id) p on p.id = i.product_id`,
      );
    }
    return queries;
  },
};

/** The part of a range in which lines are enriched; undefined if there is none. */
function enrichedPart(facts: TableFacts, range: Range): Range | undefined {
  const span = facts.span(enrichedOrderItems);
  if (span === undefined) return undefined;
  const from = Math.max(range.from, span.first), to = Math.min(range.to, span.last + 1);
  return from < to ? { from, to } : undefined;
}

/** The sums in a range, by name. */
export async function sumsOf(
  db: OrdersDb,
  named: NamedLines,
  range: Range,
): Promise<Map<string, Sum>> {
  const [facts, tail] = await Promise.all([db.facts(), db.tail(named)]);
  const { view, column } = named;
  const end = facts.viewEnd(view);
  const { whole, edges } = segmentsOf(range, end, view.slice);
  const bound = new Bound();
  // Few different texts, as in the overview: empty ranges stand where none is needed.
  const queries = end === undefined ? [] : [
    `select ${column} name, sum(orders) orders, sum(quantity) quantity from ${
      db.viewOf(view)
    } where ${bound.within(whole ?? NOTHING)}`,
  ];
  const parts = edges.map((edge) => tailPartsOf(edge, tail));
  const rows = parts.flatMap(({ slices }) => slices);
  const [first = NOTHING, last = NOTHING, ...more] = parts.flatMap(({ rest }) => rest);
  for (const range of [first, last, ...more]) {
    for (const lines of named.lines(db, facts, { range, bound })) {
      queries.push(`select name, count() orders, sum(quantity) quantity from (${lines})`);
    }
  }
  if (queries.length > 0) {
    rows.push(...await db.ask<SumRow>(queries.join("\nunion all\n"), bound.values));
  }
  return added(rows);
}

function added(rows: readonly SumRow[]): Map<string, Sum> {
  const sums = new Map<string, Sum>();
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
