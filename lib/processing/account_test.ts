import assert from "node:assert/strict";
import type { Questdb } from "../questdb/client.ts";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { orders, taxiTrips } from "../feeds/mod.ts";
import { type Account, countRows, openAccounts, summarize } from "./account.ts";

const [trips, shop] = [taxiTrips as Stream, orders as Stream];

Deno.test("openAccounts() opens an account at the first mention, once, in order", () => {
  const accounts = openAccounts();
  const first = accounts.of(trips);
  first.read += 3;
  accounts.of(shop);
  assert.equal(accounts.of(trips), first);
  assert.deepEqual(accounts.streams, [trips, shop]);
  assert.deepEqual(accounts.of(shop), {
    stream: "orders",
    read: 0,
    published: 0,
    rejected: 0,
    stored: null,
    deadLettered: 0,
    unknownFields: 0,
    rows: null,
  });
});

Deno.test("openAccounts() reports the current account, with the share", () => {
  const told: [Account, number | undefined][] = [];
  const accounts = openAccounts((account, share) => told.push([{ ...account }, share]));
  accounts.of(trips).read = 5;
  accounts.report(trips, 0.5);
  accounts.report(trips);
  assert.deepEqual(told.map(([{ read }, share]) => [read, share]), [[5, 0.5], [5, undefined]]);
});

Deno.test("countRows() queries each table, and skips streams without one", async () => {
  const topicOnly = defineStream({
    name: "topic_only",
    key: "id",
    time: "at",
    identity: ["id"],
    table: false,
    schema: Type.Object({ id: Symbol(), at: Timestamp() }),
  }) as Stream;
  const asked: unknown[] = [];
  const db = {
    sql(_: TemplateStringsArray, stream: Stream) {
      asked.push(stream);
      return Promise.resolve([{ rows: stream === trips ? 7 : 0 }]);
    },
  } as unknown as Questdb;
  const accounts = openAccounts();
  for (const stream of [trips, topicOnly, shop]) accounts.of(stream);
  await countRows(db, accounts);
  assert.deepEqual(asked, [trips, shop]);
  assert.deepEqual(accounts.streams.map((stream) => accounts.of(stream).rows), [7, null, 0]);
});

Deno.test("summarize() adds seconds and the rate of stored records, or of published ones without a sink", () => {
  const account = openAccounts().of(trips);
  Object.assign(account, { read: 100, published: 90, rejected: 10 });
  assert.deepEqual(summarize(account, 1500.4), { ...account, seconds: 1.5, rowsPerSecond: 60 });
  account.stored = 30;
  assert.equal(summarize(account, 1500).rowsPerSecond, 20);
  account.stored = 0;
  assert.equal(summarize(account, 1500).rowsPerSecond, 0);
  assert.equal(summarize(account, 0.2).rowsPerSecond, 0);
});
