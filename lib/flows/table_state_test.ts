import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { orders, products } from "../feeds/mod.ts";
import type { IncomingMessage } from "../kafka/consumer.ts";
import { seeded } from "../random.ts";
import { TableState } from "./table_state.ts";
import { change, messageOf } from "./testing.ts";

const ALL = { fields: undefined, mostRows: 1000 };

function table(...messages: (IncomingMessage | object)[]): TableState {
  const state = new TableState({ stream: products, ...ALL });
  messages.forEach((given, offset) => {
    const message = "text" in given ? given as IncomingMessage : messageOf(offset, given);
    state.add(message, 0);
  });
  return state;
}
const tombstone = (key: string) => ({ ...messageOf(9, null), key: Buffer.from(key) });

Deno.test("the newest change of a product is its row, whatever the order in which they come", () => {
  const state = table(
    change("7", { price: 2, ts_ms: 2000 }),
    change("7", { price: 1, ts_ms: 1000 }),
  );
  assert.equal(state.get("7")?.price, 2);
  assert.equal(state.get("8"), undefined);
});

Deno.test("of changes within a millisecond the one with the later microsecond, or place, is the row", () => {
  const at = { ts_ms: 1000 };
  const byMicros = table(
    { ...change("7", { price: 2, ...at }), ts_us: 1_000_700 },
    { ...change("7", { price: 1, ...at }), ts_us: 1_000_200 },
  );
  assert.equal(byMicros.get("7")?.price, 2);
  const byPlace = table(change("7", { price: 1, ...at }), change("7", { price: 2, ...at }));
  assert.equal(byPlace.get("7")?.price, 2);
});

Deno.test("a delete removes the row, and an older change does not bring it back", () => {
  const state = table(
    change("7", { ts_ms: 1000 }),
    change("7", { op: "d", ts_ms: 3000 }),
    change("7", { ts_ms: 2000 }),
  );
  assert.equal(state.get("7"), undefined);
  assert.ok(state.isDeleted("7"));
  state.add(messageOf(4, change("7", { ts_ms: 4000, price: 9 })), 0);
  assert.equal(state.get("7")?.price, 9);
});

Deno.test("a tombstone alone removes the row", () => {
  const keys = ["7", '{"id":7}', '{"id":"7"}', '{"schema":{"type":"struct"},"payload":{"id":7}}'];
  for (const key of keys) {
    const state = table(change("7", { ts_ms: 1000 }), tombstone(key));
    assert.ok(state.isDeleted("7"), key);
  }
});

Deno.test("a table takes Debezium's integer ids and Connect's wrapper, of a tombstone too", () => {
  const wrapped = (payload: object | null) => ({ schema: { type: "struct" }, payload });
  const event = change("7", { price: 3, ts_ms: 1000 });
  const numbered = { ...event, after: { ...(event.after as object), id: 7 } };
  const written = table(wrapped(numbered));
  assert.equal(written.get("7")?.price, 3);
  written.add({ ...messageOf(1, wrapped(null)), key: Buffer.from('{"id":7}') }, 0);
  assert.ok(written.isDeleted("7"));
});

Deno.test("what is no change of the stream is left out", () => {
  const state = table(
    change("7", { ts_ms: 1000 }),
    { after: "nothing" },
    change("7", { ts_ms: 2000, price: -1 }),
  );
  assert.equal(state.get("7")?.price, 5);
});

Deno.test("a table keeps the fields that are asked for, and the newest rows", () => {
  const state = new TableState({ stream: orders, fields: ["price"], mostRows: 2 });
  const order = (id: string, price: number) =>
    messageOf(price, {
      ...{
        id,
        price,
        created_at: "2026-01-01T00:00:00.000Z",
        user_id: null,
        status: "PLACED_ORDER",
      },
      items: [{ product_id: "1", quantity: 1, price }],
      ...{ products_ordered: 1, total_quantity: 1, delivery_lat: null, delivery_lon: null },
    });
  for (const message of [order("a", 1), order("b", 2), order("a", 3), order("c", 4)]) {
    state.add(message, 0);
  }
  assert.deepEqual([state.get("a"), state.get("b"), state.get("c")], [{ price: 3 }, undefined, {
    price: 4,
  }]);
  assert.deepEqual([state.size, state.evicted], [2, 1]);
});

Deno.test("rows are those of a second computation, for any sequence of changes", () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = seeded(seed);
    const events = Array.from({ length: 60 }, (_, i) =>
      change(random.pick(["1", "2", "3"]), {
        op: random.next() < 0.25 ? "d" : "u",
        ts_ms: random.int(1, 20),
        price: i,
      }));
    const state = table(...events);
    for (const id of ["1", "2", "3"]) {
      const newest = events.map((event, place) => ({ event, place }))
        .filter(({ event }) => (event.after ?? event.before)!.id === id)
        .sort((a, b) => a.event.ts_ms - b.event.ts_ms || a.place - b.place).at(-1);
      assert.deepEqual(state.get(id), newest?.event.after ?? undefined, `seed ${seed}, ${id}`);
    }
  }
});
