import assert from "node:assert/strict";
import { orderItems, products, transactions } from "../feeds/mod.ts";
import { defineStream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { defineFlow, mapStream } from "./define.ts";
import { enrichedOrderItems } from "./enriched_order_items.ts";
import { flowsFedBy } from "./fed_by.ts";
import { flows } from "./mod.ts";

const loud = defineStream({
  ...{ name: "loud", key: "id", time: "at", identity: ["id"] },
  schema: Type.Object({ id: Symbol(), at: Timestamp() }),
});
const shout = defineFlow({
  name: "shout",
  to: loud,
  inputs: [
    mapStream(enrichedOrderItems, ({ order_id, created_at }) => ({ id: order_id, at: created_at })),
  ],
});

Deno.test("a stream feeds the flows that read it, and those that read what these write", () => {
  const names = (...streams: Parameters<typeof flowsFedBy>[0]) =>
    flowsFedBy(streams, [shout, ...flows]).map(({ name }) => name);
  assert.deepEqual(names(orderItems), ["enrichment", "shout"]);
  assert.deepEqual(names(products), [], "a table alone makes no flow write");
  assert.deepEqual(names(transactions), []);
});
