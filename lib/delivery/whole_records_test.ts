import assert from "node:assert/strict";
import { orderItems, orders, orderStatuses, products } from "../feeds/mod.ts";
import { seeded } from "../random.ts";
import type { Source, SourceBatch } from "../sources/source.ts";
import type { Stream } from "../streams/define.ts";
import { wholeRecords } from "./whole_records.ts";

const main = orders as Stream, parts = orderItems as Stream;
const going = new AbortController().signal;

function batch(stream: Stream, records: Record<string, unknown>[]): SourceBatch {
  return { stream, source: "s", records, lines: records.map((_, i) => i + 1), rejected: [] };
}
async function* iterated(batches: SourceBatch[]): Source {
  yield* batches;
}
const order = (id: number) => ({ id: `o${id}` });
const line = (id: number, line: number) => ({ order_id: `o${id}`, line });

/** What is handed on: orders, and lines as `1.2`, one text for each order with its lines. */
async function handedOn(batches: SourceBatch[], signal = going): Promise<string[]> {
  const found: string[] = [];
  for await (const { batch, partsOf } of wholeRecords(iterated(batches), { main, parts, signal })) {
    const own = partsOf(batch).flatMap(({ records }) => records);
    found.push(
      [...batch.records, ...own].map(({ id, order_id, line }) => id ?? `${order_id}.${line}`).join(
        " ",
      ),
    );
  }
  return found;
}

Deno.test("wholeRecords() hands on a record when all its parts have been read", async () => {
  const lines = [line(1, 1), line(1, 2), line(2, 1), line(3, 1), line(3, 2)];
  const whole = ["o1 o1.1 o1.2", "o2 o2.1", "o3 o3.1 o3.2"];
  const ids = batch(main, [order(1), order(2), order(3)]);
  const afterwards = [ids, batch(parts, lines.slice(0, 2)), batch(parts, lines.slice(2))];
  assert.deepEqual(await handedOn(afterwards), ["o1 o2 o1.1 o1.2 o2.1", "o3 o3.1 o3.2"]);
  const before = [batch(parts, lines.slice(0, 4)), ids, batch(parts, lines.slice(4))];
  assert.deepEqual(await handedOn(before), ["o1 o2 o1.1 o1.2 o2.1", "o3 o3.1 o3.2"]);
  const apart = [1, 2, 3].map((id) => batch(main, [order(id)]));
  assert.deepEqual(await handedOn([...apart, batch(parts, lines)]), whole);
});

Deno.test("wholeRecords() hands on every record when the source says that its parts are complete", async () => {
  const all = (...lines: Record<string, unknown>[]) => ({ ...batch(parts, lines), complete: true });
  const status = (id: number) => batch(orderStatuses as Stream, [{ id: `s${id}` }]);
  const slices = [
    ...[batch(main, [order(1), order(2)]), batch(parts, [line(1, 1)]), all(line(2, 1)), status(2)],
    ...[batch(main, [order(3)]), all(line(3, 1)), status(3)],
  ];
  const whole = ["o1 o2 o1.1 o2.1", "s2", "o3 o3.1", "s3"];
  assert.deepEqual(await handedOn(slices), whole);
  assert.deepEqual(await handedOn(slices, AbortSignal.abort()), whole);
});

Deno.test("wholeRecords() leaves out what may be incomplete when the source was stopped", async () => {
  const some = [
    batch(main, [order(1), order(2)]),
    batch(parts, [line(1, 1), line(2, 1)]),
  ];
  assert.deepEqual(await handedOn(some, AbortSignal.abort()), ["o1 o1.1"]);
});

Deno.test("wholeRecords() passes on other streams at once, and parts without a record at the end", async () => {
  const other = batch(products as Stream, [{ id: "p" }]);
  assert.deepEqual(
    await handedOn([batch(parts, [line(0, 1)]), other, batch(main, [order(1)])]),
    ["p", "o1", "o0.1"],
  );
});

Deno.test("wholeRecords() loses and doubles nothing however orders and lines are cut into batches", async () => {
  const random = seeded("whole records");
  for (let round = 0; round < 300; round++) {
    const ids = Array.from({ length: random.int(1, 12) }, (_, i) => i + 1);
    const lines = ids.flatMap((id) =>
      Array.from({ length: random.int(1, 4) }, (_, i) => line(id, i + 1))
    );
    const cut = (stream: Stream, records: Record<string, unknown>[]) => {
      const batches: SourceBatch[] = [];
      for (let at = 0; at < records.length;) {
        const size = random.int(1, 7);
        batches.push(batch(stream, records.slice(at, at += size)));
      }
      return batches;
    };
    const left = [cut(main, ids.map(order)), cut(parts, lines)];
    const batches: SourceBatch[] = [];
    while (left.some(({ length }) => length > 0)) {
      const next = left[random.int(0, 1)]!.shift();
      if (next) batches.push(next);
    }
    const found = await handedOn(batches);
    const words = found.join(" ").split(" ");
    const wanted = [...ids.map((id) => `o${id}`), ...lines.map((l) => `${l.order_id}.${l.line}`)];
    assert.deepEqual(words.toSorted(), wanted.toSorted(), JSON.stringify(batches));
  }
});
