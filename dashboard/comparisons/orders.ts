import assert from "node:assert/strict";
import {
  deliveryStatuses,
  ORDER_STATUSES,
  orderItems,
  orders,
  orderStatuses,
  products,
} from "../../lib/feeds/mod.ts";
import {
  bucketsOf,
  type Comparison,
  type Comparisons,
  numbers,
  same,
  sameSet,
  type Shown,
  type Stored,
  sum,
  type World,
} from "./compared.ts";

const MINUTE = 60_000;

export const ordersComparisons: Comparisons = {
  "orders/totals": (shown, world) => {
    const { from, to } = shown;
    const now = world.within(orders, from, to), before = world.within(orders, 2 * from - to, from);
    same(shown, [{
      orders: now.length,
      orders_before: before.length,
      revenue: cents(sum(numbers(now, "price")) ?? 0),
      revenue_before: cents(sum(numbers(before, "price")) ?? 0),
      mean_price: now.length ? cents(sum(numbers(now, "price"))!) / now.length : null,
      mean_price_before: before.length
        ? cents(sum(numbers(before, "price"))!) / before.length
        : null,
    }]);
  },
  "orders/orders_per_minute": perMinute("orders"),
  "orders/revenue_per_minute": perMinute("revenue"),
  "orders/popular_items": (shown, world) => {
    const known = catalogue(world);
    const lines = linesOf(shown, world);
    same(
      shown,
      popular(lines, ({ product_id }) => String(known.get(product_id)?.name ?? product_id))
        .map(({ name, ...sums }) => {
          const product = known.values().find((one) => one.name === name);
          return {
            ...sums,
            name,
            category: product?.category ?? null,
            ingredients: product?.description ?? null,
          };
        }),
    );
  },
  "orders/popular_categories": (shown, world) => {
    const known = catalogue(world);
    const lines = linesOf(shown, world).filter(({ product_id }) => known.has(product_id));
    same(
      shown,
      popular(lines, ({ product_id }) => String(known.get(product_id)!.category))
        .map((row) => ({ ...row, category: row.name })),
    );
  },
  "orders/deliveries": (shown, world) => {
    const rows = world.within(deliveryStatuses, shown.from - 60 * MINUTE, shown.to);
    const under = [...Map.groupBy(rows, ({ id }) => String(id))].flatMap(([id, own]) => {
      const first = own[0]!, last = own.at(-1)!;
      if (last.status === "DELIVERED" || last.timestamp < shown.from) return [];
      return [{
        id,
        lat: last.delivery_lat,
        lon: last.delivery_lon,
        from_lat: first.delivery_lat,
        from_lon: first.delivery_lon,
        left: first.timestamp,
        seen: last.timestamp,
      }];
    });
    same(shown, under.toSorted((a, b) => b.seen - a.seen || (a.id < b.id ? -1 : 1)).slice(0, 500));
  },
  "orders/statuses": (shown, world) => {
    const placed = new Map(world.all(orders).map(({ id, timestamp }) => [id, timestamp]));
    const lives = livesOf(world, shown.to);
    const begun = [...lives.values()].flatMap((life) =>
      life.map((state, i) => ({
        ...state,
        since: state.at - placed.get(state.id)!,
        stays: (life[i + 1]?.at ?? shown.to) - state.at,
      }))
    ).filter(({ at }) => at >= shown.from);
    const known = ORDER_STATUSES.filter((status) => begun.some((one) => one.status === status));
    if (known.length === 0) return same(shown, []);
    assert.deepEqual(shown.rows.map(({ status }) => status), known);
    known.forEach((status, i) => {
      const own = begun.filter((one) => one.status === status);
      const row = shown.rows[i]!;
      assert.equal(row.orders, own.length, status);
      const since = own.map((one) => one.since), stays = own.map((one) => one.stays);
      if (i === 0 && status === ORDER_STATUSES[0]) assert.equal(row.p50 ?? row.max, null);
      else {
        percentile(row.p50, since, 0.5);
        percentile(row.p90, since, 0.9);
        assert.equal(row.max, Math.max(...since));
      }
      if (status === ORDER_STATUSES.at(-1)) assert.equal(row.stays_p50 ?? row.stays_p90, null);
      else {
        percentile(row.stays_p50, stays, 0.5);
        percentile(row.stays_p90, stays, 0.9);
      }
    });
  },
  "orders/stuck": (shown, world) => {
    const patience = Number(/^(\d+)m$/.exec(shown.params.stuck!)![1]) * MINUTE;
    const placed = new Map(world.all(orders).map((order) => [order.id, order]));
    const last = [...livesOf(world, shown.to).values()].map((life) => life.at(-1)!);
    const waiting = last
      .filter(({ status, at }) => status !== ORDER_STATUSES.at(-1) && at < shown.to - patience)
      .map(({ id, status, at }) => ({
        id,
        status,
        since: at,
        ms: shown.to - at,
        userId: placed.get(id)!.user_id,
        price: placed.get(id)!.price,
      }));
    // Of very many only the first of each status are shown.
    const count = shown.rows.length;
    assert.ok(count >= Math.min(50, waiting.length), `${count} of ${waiting.length}`);
    const ids = new Set(shown.rows.map(({ id }) => id));
    sameSet(shown, waiting.filter(({ id }) => ids.has(id)), ["id"]);
    const times = shown.rows.map(({ ms }) => Number(ms));
    assert.deepEqual(times, times.toSorted((a, b) => b - a));
    assert.equal(
      times[0],
      waiting.reduce<number | undefined>((most, { ms }) => Math.max(most ?? 0, ms), undefined),
    );
  },
};

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Orders or revenue per minute: by minutes up to a week, some put together if they are many. */
function perMinute(name: "orders" | "revenue"): Comparison {
  return (shown, world) => {
    const { to } = shown;
    const begin = Math.floor(shown.from / MINUTE) * MINUTE;
    const isLong = to - begin > 7 * 24 * 60 * MINUTE;
    const rows = world.within(orders, isLong ? shown.start : begin, to);
    if (rows.length === 0) return same(shown, []);
    const minutes = Math.ceil((to - begin) / MINUTE);
    const length = isLong ? shown.step : MINUTE * Math.max(1, Math.ceil(minutes / 1500));
    const starts = isLong ? bucketsOf(shown) : [
      ...new Set(
        Array.from(
          { length: minutes },
          (_, i) => Math.floor((begin + i * MINUTE) / length) * length,
        ),
      ),
    ];
    const end = isLong ? Infinity : begin + minutes * MINUTE;
    same(
      shown,
      starts.map((at) => {
        const own = rows.filter(({ timestamp }) => timestamp >= at && timestamp < at + length);
        const asked = (Math.min(at + length, end) - Math.max(at, isLong ? at : begin)) / MINUTE;
        const total = name === "orders" ? own.length : sum(numbers(own, "price")) ?? 0;
        return {
          timestamp: at,
          // Of long ranges QuestDB's sums are not rounded to cents, as the API's of minutes are.
          [name]: (isLong ? total : cents(total)) / asked,
          unfinished: Math.min(at + length, end) > to,
        };
      }),
    );
  };
}

/** The products as they were changed last. */
function catalogue(world: World): Map<unknown, Stored> {
  return new Map(
    world.has(products)
      ? world.all(products).filter(({ op }) => op !== "d").map((row) => [row.id, row])
      : [],
  );
}

function linesOf({ from, to }: Shown, world: World): readonly Stored[] {
  return world.within(orderItems, from, to);
}

/** The eight names with the most pieces. */
function popular(lines: readonly Stored[], nameOf: (line: Stored) => string) {
  return [...Map.groupBy(lines, nameOf)].map(([name, own]) => ({
    name,
    orders: new Set(own.map(({ order_id }) => order_id)).size,
    quantity: sum(numbers(own, "quantity"))!,
  })).toSorted((a, b) => b.quantity - a.quantity || (a.name < b.name ? -1 : 1)).slice(0, 8);
}

/** The states of each order before a moment, in their order. */
function livesOf(
  world: World,
  to: number,
): Map<string, { id: string; status: string; at: number }[]> {
  const states = [orders, orderStatuses].flatMap((stream) => world.within(stream, 0, to))
    .map(({ id, status, timestamp }) => ({
      id: String(id),
      status: String(status),
      at: timestamp,
    }));
  const once = new Map(states.map((state) => [JSON.stringify(state), state])).values();
  const rank = ({ status }: { status: string }) =>
    (ORDER_STATUSES as readonly string[]).indexOf(status);
  return Map.groupBy(
    [...once].toSorted((a, b) => a.at - b.at || rank(a) - rank(b)),
    ({ id }) => id,
  );
}

/** QuestDB's percentiles are right to a thousandth, and of few values one of two neighbours. */
function percentile(shown: unknown, values: readonly number[], share: number): void {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.max(0, Math.floor(share * sorted.length) - 1)]!;
  const high = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length))]!;
  const text = `${shown} is not between ${low} and ${high}, the ${share} percentile`;
  assert.ok(Number(shown) >= low * 0.999 - 1 && Number(shown) <= high * 1.001 + 1, text);
}
