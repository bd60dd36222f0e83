import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { defineStream, Long, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import type { TableGuard } from "./table_guard.ts";
import { BatchRefusedError } from "./transport_error.ts";
import { openWriter } from "./writer.ts";

const stream = defineStream({
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Long(), at: Timestamp(), kind: Symbol() }),
}) as Stream;

/** A guard of a table that stays as it is, unless a check is told otherwise. */
function guardOf(checks: ("same" | "replaced" | Error)[] = []): TableGuard {
  let replaced = 0;
  return {
    table: "things",
    get replaced() {
      return replaced;
    },
    get changes() {
      return replaced;
    },
    // deno-lint-ignore require-await
    async check() {
      const found = checks.shift() ?? "same";
      if (found instanceof Error) throw found;
      if (found === "replaced") replaced++;
    },
  };
}
const target = { stream, guard: guardOf() };
const row = (id: number, kind = "good") => ({ id, at: "2026-01-01T00:00:00Z", kind });

/** For transports that have no connections. */
const renew = () => Promise.resolve();

/** Stands in for QuestDB: stores whole requests, and refuses those with a bad row. */
function database() {
  const stored: number[] = [];
  let requests = 0, renewed = 0;
  return {
    stored,
    /** How often new connections were asked for. */
    get renewed() {
      return renewed;
    },
    renew() {
      renewed++;
      return renew();
    },
    get requests() {
      return requests;
    },
    // deno-lint-ignore require-await
    async send(lines: Uint8Array) {
      requests++;
      const text = new TextDecoder().decode(lines);
      const bad = /kind=bad.*id=(\d+)i/.exec(text);
      if (bad) throw new BatchRefusedError(`row ${bad[1]} is bad`);
      for (const [, id] of text.matchAll(/id=(\d+)i/g)) stored.push(Number(id));
    },
  };
}

Deno.test("openWriter() stores all but the bad rows, and reports each with its origin", async () => {
  const random = seeded("halving");
  for (let round = 0; round < 50; round++) {
    const db = database();
    const size = random.int(1, 200);
    const bad = new Set(Array.from({ length: random.int(0, 4) }, () => random.int(0, size - 1)));
    const refused = new Map<string, string>();
    let rows = 0;
    const writer = openWriter<string>(db, target, {
      onBatch(stored, list) {
        rows += stored;
        for (const { origin, reason } of list) refused.set(origin, reason);
      },
    });
    for (let id = 0; id < size; id++) writer.add(row(id, bad.has(id) ? "bad" : "good"), `#${id}`);
    await writer.flush();
    const good = Array.from({ length: size }, (_, id) => id).filter((id) => !bad.has(id));
    assert.deepEqual(db.stored, good);
    assert.equal(rows, good.length);
    const expected = [...bad].toSorted((a, b) => a - b).map((id) => [`#${id}`, `row ${id} is bad`]);
    assert.deepEqual([...refused], expected);
    // A bad row costs two requests for each halving.
    assert.ok(db.requests <= 1 + bad.size * 2 * Math.ceil(Math.log2(size + 1)), `${db.requests}`);
  }
});

Deno.test("add() says when the batch is full, by rows or by bytes", () => {
  const byRows = openWriter<null>(database(), target, { maxRows: 3 });
  assert.deepEqual([1, 2, 3, 4].map((id) => byRows.add(row(id), null)), [false, false, true, true]);
  assert.equal(byRows.pending, 4);
  const byBytes = openWriter<null>(database(), target, { maxBytes: 100 });
  assert.deepEqual([1, 2, 3].map((id) => byBytes.add(row(id), null)), [false, false, true]);
});

Deno.test("flush() lets the next batch fill while the last is in flight, and keeps their order", async () => {
  const sent: string[] = [];
  const gates: (() => void)[] = [];
  const transport = {
    renew,
    async send(lines: Uint8Array) {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.push(resolve);
      await promise;
      sent.push(new TextDecoder().decode(lines).match(/id=\d+i/g)!.join());
    },
  };
  const reported: string[] = [];
  const writer = openWriter<number>(transport, target, {
    onBatch: (stored) => void reported.push(`batch of ${stored}`),
  });
  writer.add(row(1), 1);
  const first = writer.flush().then(() => reported.push("first stored"));
  writer.add(row(2), 2);
  writer.add(row(3), 3);
  assert.deepEqual([sent, reported, writer.pending], [[], [], 2]);
  await new Promise((resolve) => setTimeout(resolve)); // its connections are opened
  gates[0]!();
  await first;
  const second = writer.flush().then(() => reported.push("second stored"));
  writer.add(row(4), 4); // the first buffer again: the second is still in flight
  gates[1]!();
  await second;
  const last = writer.flush();
  gates[2]!();
  await last;
  assert.deepEqual(sent, ["id=1i", "id=2i,id=3i", "id=4i"]);
  assert.deepEqual(reported, [
    "batch of 1",
    "first stored",
    "batch of 2",
    "second stored",
    "batch of 1",
  ]);
});

Deno.test("flush() without rows sends and reports nothing", async () => {
  const reported: string[] = [];
  const db = database();
  const writer = openWriter<null>(db, target, { onBatch: () => void reported.push("batch") });
  writer.add(row(1), null);
  await writer.flush();
  await writer.flush();
  assert.deepEqual([reported, db.requests], [["batch"], 1]);
});

Deno.test("flush() throws what the request threw, and nothing is reported as stored", async () => {
  const transport = { renew, send: () => Promise.reject(new Error("the cable is cut")) };
  const reported: string[] = [];
  const writer = openWriter<null>(transport, target, {
    onBatch: () => void reported.push("batch"),
  });
  writer.add(row(1), null);
  await assert.rejects(writer.flush(), /the cable is cut/);
  assert.deepEqual(reported, []);
});

Deno.test("flush() sends a batch again if the table was replaced while it was sent", async () => {
  const db = database();
  const counts: number[] = [];
  const onBatch = (stored: number) => void counts.push(stored);
  const guard = guardOf(["replaced", "replaced", "same"]);
  const writer = openWriter<number>(db, { stream, guard }, { onBatch });
  for (const id of [1, 2]) writer.add(row(id), id);
  await writer.flush();
  assert.deepEqual(db.stored, [1, 2, 1, 2, 1, 2]);
  assert.deepEqual(counts, [2]);
  assert.equal(db.renewed, 3, "a connection that wrote to the old table writes into nothing");
  writer.add(row(3), 3);
  await writer.flush();
  assert.equal(db.renewed, 3);
});

Deno.test("flush() does not halve a batch that is refused because the table was missing", async () => {
  const sent: number[] = [];
  const transport = {
    renew,
    // deno-lint-ignore require-await
    async send(lines: Uint8Array) {
      if (sent.push(new TextDecoder().decode(lines).match(/id=/g)!.length) === 1) {
        throw new BatchRefusedError("table does not exist");
      }
    },
  };
  const refused: unknown[] = [];
  const writer = openWriter<number>(transport, { stream, guard: guardOf(["replaced"]) }, {
    onBatch: (_, list) => void refused.push(...list),
  });
  for (let id = 0; id < 100; id++) writer.add(row(id), id);
  await writer.flush();
  assert.deepEqual([sent, refused], [[100, 100], []]);
});

Deno.test("flush() fails if the table was altered, also if QuestDB took the rows", async () => {
  const altered = new TypeError("its column kind is DOUBLE");
  let reported = 0;
  const writer = openWriter<number>(database(), { stream, guard: guardOf([altered]) }, {
    onBatch: () => void reported++,
  });
  writer.add(row(1), 1);
  await assert.rejects(writer.flush(), /DOUBLE/);
  assert.equal(reported, 0);
});

Deno.test("flush() gives up on a table that is replaced each time", async () => {
  const guard = guardOf(Array.from({ length: 100 }, () => "replaced"));
  const writer = openWriter<number>(database(), { stream, guard });
  writer.add(row(1), 1);
  await assert.rejects(writer.flush(), /Cannot store rows in things: the table was changed 10/);
});
