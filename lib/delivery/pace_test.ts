import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { sleep } from "../retry.ts";
import type { Source, SourceBatch } from "../sources/source.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/define.ts";
import { githubEvents, orderItems, orders, orderStatuses, products } from "../feeds/mod.ts";
import { isoTime } from "../time.ts";
import { type Pace, paced } from "./pace.ts";

const bad = (line: number): Rejection => ({
  stream: githubEvents as Stream,
  time: "2026-01-01T00:00:00Z",
  source: "s",
  line,
  field: "",
  value: "",
  reason: "not JSON",
  raw: "x",
});

/** A batch of records numbered from `first`, a second apart, and some rejected. */
function batch(stream: Stream, first: number, { good = 0, rejected = 0 } = {}): SourceBatch {
  const numbers = Array.from({ length: good }, (_, i) => first + i);
  return {
    stream,
    source: "s",
    records: numbers.map((n) => ({ n, [stream.time]: isoTime(1_767_225_600 + n) })),
    lines: numbers.map((n) => n + 1),
    rejected: Array.from({ length: rejected }, (_, i) => bad(1000 + first + i)),
  };
}

const events = githubEvents as Stream;
const of = (...sizes: [good: number, rejected: number][]): SourceBatch[] => {
  let first = 0;
  return sizes.map(([good, rejected]) => {
    const made = batch(events, first, { good, rejected });
    first += good;
    return made;
  });
};

interface Taken {
  stream: string;
  numbers: number[];
  lines: number[];
  rejected: number;
  /** Milliseconds since the first pull. */
  at: number;
}

async function* iterated(batches: SourceBatch[]): Source {
  yield* batches;
}

function take(batches: SourceBatch[], pace: Pace): Promise<Taken[]> {
  return takeFrom(() => iterated(batches), pace);
}

async function takeFrom(
  open: (signal: AbortSignal) => Source,
  pace: Pace,
): Promise<Taken[]> {
  const started = performance.now();
  const taken: Taken[] = [];
  for await (const { stream, records, lines, rejected } of paced(open, pace)) {
    taken.push({
      stream: stream.name,
      numbers: records.map((record) => record.n as number),
      lines,
      rejected: rejected.length,
      at: performance.now() - started,
    });
  }
  return taken;
}

const sum = (taken: Taken[]) =>
  taken.reduce((n, { numbers, rejected }) => n + numbers.length + rejected, 0);

Deno.test("paced() passes everything on unchanged without a pace", async () => {
  const batches = of([3, 1], [0, 2], [2, 0]);
  const taken = await Array.fromAsync(paced(() => iterated(batches), {}));
  assert.deepEqual(taken, batches);
});

Deno.test("paced() keeps the limit exactly, counting bad records, and every record with its line", async () => {
  const random = seeded("limits");
  for (let round = 0; round < 300; round++) {
    const sizes = Array.from(
      { length: random.int(1, 6) },
      () => [random.int(0, 9), random.int(0, 3)] as [number, number],
    );
    const all = sizes.flat().reduce((a, b) => a + b, 0);
    const limit = random.int(0, 40);
    const taken = await take(of(...sizes), { limit });
    assert.equal(sum(taken), Math.min(limit, all), JSON.stringify({ sizes, limit }));
    const numbers = taken.flatMap(({ numbers }) => numbers);
    assert.deepEqual(numbers, numbers.map((_, i) => i));
    assert.deepEqual(taken.flatMap(({ lines }) => lines), numbers.map((n) => n + 1));
  }
});

Deno.test("paced() takes records and rejections in the order of their lines", async () => {
  const mixed = batch(events, 0, { good: 4 }); // lines 1 to 4
  mixed.lines = [1, 2, 4, 6];
  mixed.rejected = [3, 5, 7].map(bad);
  const rows = async (pace: Pace) =>
    (await Array.fromAsync(paced(() => iterated([mixed]), pace)))
      .map(({ lines, rejected }) => [...lines, ...rejected.map(({ line }) => -line)]);
  for (const [limit, wanted] of [[1, [1]], [3, [1, 2, -3]], [6, [1, 2, 4, 6, -3, -5]]] as const) {
    assert.deepEqual(await rows({ limit }), [wanted]);
  }
  assert.deepEqual(await rows({ rate: 20 }), [[1, 2], [4, -3], [6, -5], [-7]]);
});

Deno.test("paced() asks the source for no further batch once the limit is reached", async () => {
  let asked = 0, closed = false;
  const open = async function* () {
    try {
      for (const one of of([2, 0], [2, 0], [2, 0])) {
        asked++;
        yield one;
      }
    } finally {
      closed = true;
    }
  };
  await takeFrom(open, { limit: 4 });
  assert.deepEqual([asked, closed], [2, true]);
});

Deno.test("paced() applies the rate only to the main stream; the others follow it", async () => {
  const main = orders as Stream, other = orderItems as Stream;
  const batches = [
    batch(other, 0, { good: 5000 }),
    batch(main, 0, { good: 20 }),
    batch(other, 5000, { good: 5000 }),
    batch(main, 20, { good: 20 }),
    batch(other, 10_000, { good: 5000 }),
  ];
  const taken = await take(batches, { rate: 200, main });
  assert.deepEqual(taken.map(({ stream, numbers }) => `${stream} ${numbers.length}`), [
    "order_items 5000",
    "orders 20",
    "order_items 5000",
    "orders 20",
    "order_items 5000",
  ]);
  const { at } = taken.at(-1)!;
  assert.ok(at >= 90 && at < 3000, `${at} ms`);
});

Deno.test("paced() keeps the rate, counting bad records", async () => {
  const taken = await take(of([30, 10], [20, 0]), { rate: 200 });
  assert.equal(sum(taken), 60);
  // The first slice goes at once, the last one when 20 records are left.
  const last = taken.at(-1)!.at;
  assert.ok(last >= 170, `${last} ms`);
  assert.ok(last < 3000, `${last} ms`);
  for (const { at } of taken) {
    const until = sum(taken.filter((one) => one.at <= at));
    assert.ok(until <= 200 * (at + 100) / 1000 + 20 + 10, `${until} after ${at} ms`);
  }
  assert.deepEqual(
    taken.flatMap(({ numbers }) => numbers),
    Array.from({ length: 50 }, (_, i) => i),
  );
});

Deno.test("paced() makes up for a pause of the source, but for no more than a second of it", async () => {
  const after = (pause: number, good: number) =>
    async function* () {
      yield batch(events, 0, { good: 1 });
      await sleep(pause);
      yield batch(events, 1, { good });
    };
  const [short, long] = await Promise.all([
    takeFrom(after(400, 100), { rate: 200 }),
    takeFrom(after(1500, 300), { rate: 200 }),
  ]);
  assert.deepEqual([sum(short), sum(long)], [101, 301]);
  // 101 records at 200 a second take 505 ms with their pause of 400 ms, minus the last slice.
  assert.ok(short.at(-1)!.at >= 395 && short.at(-1)!.at < 800, `${short.at(-1)!.at} ms`);
  // Of 300, 200 come at once, the others take 500 ms, minus the last slice.
  const [late, last] = [long[1]!.at, long.at(-1)!.at];
  assert.ok(last - late >= 380, `${last - late} ms`);
});

Deno.test("paced() with a rate and a speed catches up after the source was late", async () => {
  const open = async function* () {
    yield batch(events, 0, { good: 1 });
    await sleep(600);
    yield batch(events, 1, { good: 120 });
  };
  const taken = await takeFrom(open, { rate: 200, speed: 200 });
  assert.equal(sum(taken), 121);
  // Alone, the rate would now take 600 ms.
  const behind = taken.at(-1)!.at - taken[1]!.at;
  assert.ok(behind < 400, `${behind} ms`);
});

Deno.test("paced() brings the other streams at their own times, once the main one has begun", async () => {
  const main = orders as Stream, other = orderStatuses as Stream;
  const taken = await take([
    batch(products as Stream, 1000, { good: 1 }),
    batch(main, 0, { good: 2 }),
    batch(other, 0, { good: 4 }),
    batch(main, 5, { good: 1 }),
    batch(other, 4, { good: 5 }),
  ], { speed: 10, rate: 1000, main });
  assert.deepEqual(
    taken.map(({ stream, numbers }) => `${stream} ${numbers.join(" ")}`),
    [
      ...["products 1000", "orders 0 1", "order_statuses 0 1", "order_statuses 2 3", "orders 5"],
      ...["order_statuses 4 5 6", "order_statuses 7 8"],
    ],
  );
  for (const { stream, numbers, at } of taken) {
    const due = stream === "products" ? 0 : numbers[0]! * 100;
    assert.ok(at >= due - 5 && at < due + 2000, `${stream} ${numbers} came at ${at} ms`);
  }
});

Deno.test("paced() keeps a rate below one a second", async () => {
  const taken = await take(of([3, 0]), { rate: 5 });
  assert.deepEqual(taken.map(({ numbers }) => numbers.length), [1, 1, 1]);
  assert.ok(taken[2]!.at >= 290, `${taken[2]!.at} ms`);
});

Deno.test("paced() follows the records' own times, this many times as fast", async () => {
  const taken = await take(of([10, 0], [10, 0]), { speed: 50 }); // 19 seconds of records
  assert.deepEqual(
    taken.flatMap(({ numbers }) => numbers),
    Array.from({ length: 20 }, (_, i) => i),
  );
  for (const { numbers, at } of taken) {
    const due = numbers[0]! * 1000 / 50;
    assert.ok(
      at >= due - 5 && at < due + 2000,
      `record ${numbers[0]} came at ${at} ms, due at ${due}`,
    );
  }
});

Deno.test("paced() does not wait for a record without a time, or before the one before it", async () => {
  const odd = batch(events, 0, { good: 4 });
  odd.records[1]!.created_at = "never";
  odd.records[2]!.created_at = "2020-01-01T00:00:00Z";
  const started = performance.now();
  const taken = await take([odd], { speed: 50 });
  assert.deepEqual(taken.flatMap(({ numbers }) => numbers), [0, 1, 2, 3]);
  assert.ok(performance.now() - started < 3000);
});

Deno.test("paced() is not stopped by one wrong year", async () => {
  const typo = batch(events, 0, { good: 20 });
  typo.records[3]!.created_at = "2204-06-01T00:00:00Z";
  const started = performance.now();
  const taken = await take([typo], { speed: 50 });
  assert.deepEqual(taken.flatMap(({ numbers }) => numbers), typo.records.map((_, i) => i));
  const elapsed = performance.now() - started;
  assert.ok(elapsed >= 250 && elapsed < 3000, `${elapsed} ms`); // 19 seconds, less the last moment
});

Deno.test("paced() ends when the duration is over, in the middle of a batch", async () => {
  const started = performance.now();
  const taken = await take(of([1000, 0]), { rate: 100, duration: 250 });
  const elapsed = performance.now() - started;
  assert.ok(elapsed >= 240 && elapsed < 3000, `${elapsed} ms`);
  assert.ok(sum(taken) >= 20 && sum(taken) <= 40, `${sum(taken)} records`);
});

Deno.test("paced() ends a source that waits for its input when the duration is over", async () => {
  const started = performance.now();
  let ended = false;
  const open = async function* (signal: AbortSignal) {
    yield batch(events, 0, { good: 1 });
    await sleep(60_000, signal).catch(() => {}); // aborted: the source ends without an error
    ended = true;
  };
  assert.equal(sum(await takeFrom(open, { duration: 100 })), 1);
  assert.ok(ended);
  assert.ok(performance.now() - started < 2000);
});

Deno.test("paced() ends when the signal aborts, while it waits and while the source does", async () => {
  for (const pace of [{ rate: 1 }, { speed: 0.001 }, {}]) {
    const stop = new AbortController();
    const started = performance.now();
    setTimeout(() => stop.abort(), 50);
    const open = async function* (signal: AbortSignal) {
      yield batch(events, 0, { good: 100 });
      await sleep(60_000, signal).catch(() => {}); // aborted: the source ends without an error
    };
    const taken = await takeFrom(open, { ...pace, signal: stop.signal });
    assert.ok(taken.length >= 1);
    assert.ok(performance.now() - started < 2000, JSON.stringify(pace));
  }
});

Deno.test("paced() throws what the source throws", async () => {
  const open = async function* () {
    yield batch(events, 0, { good: 1 });
    throw new Error("the file breaks off");
  };
  await assert.rejects(takeFrom(open, { rate: 100 }), /the file breaks off/);
});

Deno.test("paced() stamps each record with the time at which it is handed over, and paces by its own", async () => {
  const started = Date.now();
  const batches = of([3, 1]), before = structuredClone(batches.map(({ records }) => records));
  const times: number[] = [];
  for await (const { records } of paced(() => iterated(batches), { speed: 4, stamp: true })) {
    times.push(...records.map((record) => Date.parse(String(record[events.time])) - started));
  }
  assert.equal(times.length, 3);
  // The records are a second apart, and come four times as fast.
  assert.ok(
    times[0]! >= 0 && times[1]! - times[0]! >= 240 && times[2]! - times[1]! >= 240,
    `${times}`,
  );
  assert.deepEqual(batches.map(({ records }) => records), before, "the source's records stay");
});
