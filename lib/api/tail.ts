/**
 * The newest slices in memory. A view may be a moment behind its table, so the newest seconds are read from the
 * table, and that is most of the work of a request: therefore it is done once for all requests of a moment.
 */
import { Bound } from "./bound.ts";
import type { NamedLines, OrdersDb, SumRow, Tail } from "./orders_db.ts";
import type { Range } from "./segments.ts";

/** Reads the slices that a view does not have yet; undefined if the view cannot be used. */
export async function readTail(db: OrdersDb, named: NamedLines): Promise<Tail | undefined> {
  const facts = await db.facts();
  const { slice } = named.view;
  const from = facts.viewEnd(named.view);
  if (from === undefined) return undefined;
  const bound = new Bound();
  const queries = named.lines(db, facts, { range: { from, to: END }, bound }).map((lines) =>
    `select timestamp_floor('${slice / 1e6}s', timestamp) slice, name, count() orders,
      sum(quantity) quantity, max(timestamp) last from (${lines})`
  );
  const tail: Tail = { from, last: -Infinity, slice, rows: new Map() };
  if (queries.length === 0) return tail;
  const rows = await db.ask<SumRow & { slice: Date; last: Date }>(
    queries.join("\nunion all\n"),
    bound.values,
  );
  for (const row of rows) {
    tail.last = Math.max(tail.last, +row.last * 1000 + 999); // a Date has no microseconds
    const start = +row.slice * 1000;
    tail.rows.set(start, [...tail.rows.get(start) ?? [], row]);
  }
  return tail;
}

/** After every row, in microseconds since 1970. */
const END = Date.UTC(9999, 0) * 1000;

/** Divides a range into whole slices of the tail, with their rows, and what is read from the table. */
export function tailPartsOf(
  range: Range,
  tail: Tail | undefined,
): { slices: SumRow[]; rest: Range[] } {
  if (tail === undefined) return { slices: [], rest: [range] };
  const { slice } = tail;
  const first = Math.ceil(Math.max(range.from, tail.from) / slice) * slice;
  const last = range.to > tail.last ? range.to : Math.floor(range.to / slice) * slice;
  if (!(first < last)) return { slices: [], rest: [range] };
  const slices = [...tail.rows].filter(([start]) => start >= first && start < last);
  return {
    slices: slices.flatMap(([, rows]) => rows),
    rest: [{ from: range.from, to: first }, { from: last, to: range.to }].filter(({ from, to }) =>
      from < to
    ),
  };
}
