import assert from "node:assert/strict";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "./define.ts";
import { incompatibilities } from "./compatibility.ts";
import { reject } from "./rejection.ts";

const schema = Type.Object({
  id: Symbol({ minLength: 1, integers: true }),
  shelf: Nullable(Symbol({ integers: true })),
  title: Type.String(),
  price: Type.Number(),
});
const books = defineStream({
  name: "books",
  key: "id",
  time: "ts_ms",
  identity: ["id"],
  changes: true,
  compact: true,
  schema,
}) as Stream;

const book = {
  id: 7,
  shelf: 3,
  title: "Tides",
  price: 12.5,
  created_at: "2026-11-21T05:40:19.691Z",
};
const stored = { id: "7", shelf: "3", title: "Tides", price: 12.5 };
/** As Debezium writes them: integers as ids, and fields that we do not store. */
const event = (op: string, before: object | null, after: object | null) => ({
  before,
  after,
  source: { version: "3.7.0.Final", connector: "postgresql", lsn: 26402128, table: "books" },
  transaction: null,
  op,
  ts_ms: 1795239658798,
  ts_us: 1795239658798425,
  ts_ns: 1795239658798425861,
});
const EVENTS = [
  event("r", null, book),
  event("c", null, book),
  event("u", { ...book, price: 11 }, book),
  event("d", book, null),
  event("d", { id: 7, shelf: null, title: null, price: null }, null),
];
const wrapped = (payload: unknown) => ({ schema: { type: "struct", name: "x.Envelope" }, payload });

for (const [how, form] of [["plain", (e: object) => e], ["wrapped", wrapped]] as const) {
  Deno.test(`a change stream takes ${how} events with integer ids, in every function`, () => {
    for (const plain of EVENTS) {
      const message = form(plain) as Record<string, unknown>;
      const copy = structuredClone(message);
      assert.deepEqual(books.check(message), []);
      assert.ok(books.valid(message));
      assert.equal(books.keyOf(message), "7");
      const image = plain.op === "d" ? "before" : "after";
      const row = books.rowOf(message);
      const { title, ...others } = stored;
      if ((plain[image] as typeof book).title) {
        assert.deepEqual([row.id, row.shelf, row.title, row.price], [
          "7",
          "3",
          title,
          others.price,
        ]);
      }
      assert.equal(row.id, "7");
      assert.equal(row.change_position, 26402128);
      assert.deepEqual(
        books.unknownIn(message),
        "created_at" in plain[image]! ? [`${image}/created_at`] : [],
      );
      const written = JSON.parse(books.encode(message));
      assert.equal(written[image].id, "7");
      assert.equal(written.op, plain.op);
      assert.deepEqual(message, copy, "it changes what it was given");
    }
  });
}

Deno.test("a change stream's read() returns what needs no change as it is", () => {
  const own = event("c", null, stored);
  assert.equal(books.read(own), own);
  for (
    const odd of [5, "x", null, [], {}, { payload: own }, { schema: {}, payload: own, op: "c" }]
  ) {
    assert.equal(books.read(odd), odd);
  }
  assert.equal(books.read(wrapped(null)), null);
});

Deno.test("only whole numbers within 2^53 become text, and only where the schema takes integers", () => {
  const reasons = (after: object) =>
    books.check(event("c", null, { ...book, ...after })).map(({ field, reason }) =>
      `${field} ${reason}`
    );
  assert.deepEqual(reasons({ id: 7.5 }), ["after/id must be string"]);
  assert.deepEqual(reasons({ id: 2 ** 53 }), ["after/id must be string"]);
  assert.deepEqual(reasons({ id: true }), ["after/id must be string"]);
  assert.deepEqual(reasons({ title: 7 }), ["after/title must be string"]);
  assert.deepEqual(reasons({ id: -7 }), []);
  assert.deepEqual(
    books.check(wrapped({ ...event("c", null, book), op: "x" })).map(({ field }) => field),
    [
      "op",
    ],
  );
});

Deno.test("a stream of plain records takes integer ids too", () => {
  const visits = defineStream({
    name: "visits",
    key: "user",
    time: "at",
    identity: ["user"],
    schema: Type.Object({ user: Symbol({ integers: true }), at: Timestamp() }),
  }) as Stream;
  const visit = { user: 12, at: "2026-01-01T00:00:00.000Z" };
  assert.deepEqual(visits.check(visit), []);
  assert.equal(visits.keyOf(visit), "12");
  assert.deepEqual(visits.rowOf(visit), { ...visit, user: "12" });
  assert.equal(visits.encode(visit), '{"user":"12","at":"2026-01-01T00:00:00.000Z"}');
  // Only change events come in Connect's wrapper.
  assert.equal(visits.check(wrapped(visit))[0]!.reason, "is missing");
});

Deno.test("keyIn() finds the id in plain and JSON keys", () => {
  for (const key of ["7", '"7"', '{"id":7}', '{"id":"7"}', '{"schema":{},"payload":{"id":7}}']) {
    assert.equal(books.keyIn(key), "7");
  }
  for (const key of ["", "{", '"', "{}", '{"no":1}', '{"id":{}}', "[7]", "null"]) {
    assert.equal(books.keyIn(key), key);
  }
});

Deno.test("a rejected event in Connect's wrapper loses its sensitive values", () => {
  const secret = defineStream({
    name: "secret",
    key: "id",
    time: "ts_ms",
    identity: ["id"],
    changes: true,
    sensitive: ["title"],
    schema,
  }) as Stream;
  const raw = JSON.stringify(wrapped({ ...event("c", book, { ...book, price: "x" }) }));
  const input = { stream: secret, source: "t/0", line: 1, time: "", raw, text: "whole" as const };
  const rejection = reject(input, { field: "after/price", value: "x", reason: "must be number" });
  assert.doesNotMatch(rejection.raw, /Tides/);
  assert.equal(JSON.parse(rejection.raw).after.id, "7");
  assert.equal(rejection.text, "blanked");
});

Deno.test("incompatibilities() lets a field take integers, and names one that no longer does", () => {
  const define = (integers: boolean) =>
    defineStream({
      name: "visits",
      key: "user",
      time: "at",
      identity: ["user"],
      schema: Type.Object({ user: Symbol({ integers }), at: Timestamp() }),
    });
  assert.deepEqual(incompatibilities(define(false), define(true)), []);
  assert.deepEqual(incompatibilities(define(true), define(false)), [
    "user: type string, was integer",
  ]);
});
