import assert from "node:assert/strict";
import { ORDER_STATUSES } from "../../feeds/mod.ts";
import type { OrdersDb, TableFacts } from "../orders_db.ts";
import { stuck } from "./stuck.ts";

Deno.test("stuck() asks twice for the orders of all statuses: which ones they are, and what they cost", async () => {
  const asked: (readonly unknown[])[] = [];
  const facts: TableFacts = { has: () => true, span: () => undefined, viewEnd: () => undefined };
  const since = new Date("2026-01-01T00:00:00Z");
  const answers = [
    [{ id: "a", status: "PLACED", since }, { id: "b", status: "COOKED", since }],
    [{ id: "b", user_id: "u", price: 9 }],
  ];
  const db = {
    ask: (_text: string, values: readonly unknown[]) => {
      asked.push(values);
      return Promise.resolve(answers[asked.length - 1]);
    },
    facts: () => Promise.resolve(facts),
    nameOf: ({ name }: { name: string }) => name,
  } as unknown as OrdersDb; // the parts that the query uses
  const at = +since * 1000 + 5_000_000;
  const found = await stuck(db, { at, statuses: ORDER_STATUSES.slice(0, -1), ms: 1, limit: 9 });
  assert.equal(asked.length, 2);
  for (const status of ORDER_STATUSES.slice(0, -1)) assert.ok(asked[0]!.includes(status), status);
  assert.deepEqual(
    found.map(({ id, status, ms, price }) => ({ id, status, ms, price })),
    [
      { id: "a", status: "PLACED", ms: 5000, price: null },
      { id: "b", status: "COOKED", ms: 5000, price: 9 },
    ],
  );
});
