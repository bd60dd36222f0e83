import assert from "node:assert/strict";
import { transactions } from "../../feeds/transactions/transactions.ts";
import { seeded } from "../../random.ts";
import { defineStream, Long, Nullable, Symbol, Timestamp, Type } from "../../streams/define.ts";
import {
  count,
  defineWindow,
  distinct,
  first,
  hopping,
  last,
  max,
  mean,
  min,
  notNull,
  sum,
  tumbling,
  type Window,
} from "../define.ts";
import { compareRows } from "../result.ts";
import type { WindowRow } from "../window.ts";
import { type Counts, WindowTask } from "./window_task.ts";

const stream = defineStream({
  name: "ticks",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({
    id: Type.String(),
    at: Timestamp(),
    kind: Nullable(Symbol()),
    value: Nullable(Type.Number()),
    size: Long(),
  }),
});

interface Tick {
  id: string;
  at: string;
  kind: string | null;
  value: number | null;
  size: number;
}

const AGGREGATE = {
  n: count(),
  sum: sum("value"),
  mean: mean("size"),
  min: min("value"),
  max: max("value"),
  first: first("value"),
  last: last("value"),
  sizes: distinct("size"),
};

const WINDOWS = [
  defineWindow({
    name: "tumbling_3s",
    from: stream,
    window: tumbling("3s"),
    grace: "5s",
    aggregate: AGGREGATE,
  }),
  defineWindow({
    name: "hopping_12s",
    from: stream,
    window: hopping("12s", "4s"),
    grace: "2s",
    where: { kind: notNull(), size: 1 },
    by: ["kind"],
    aggregate: AGGREGATE,
  }),
];

interface Placed {
  tick: Tick;
  time: number;
  partition: number;
  offset: number;
}

const START = Date.parse("2026-05-04T10:00:00Z");

/** Ticks out of order on some partitions, some twice. */
function* untidy(seed: number, { partitions, disorder, ticks }: Untidy): Generator<Placed> {
  const random = seeded(seed);
  const offsets = new Array(partitions).fill(0);
  const before: Placed[] = [];
  for (let i = 0; i < ticks; i++) {
    const again = random.next() < 0.05 ? before[random.int(0, before.length - 1)] : undefined;
    const time = again?.time ?? START + i * 200 - random.int(0, disorder);
    const partition = again?.partition ?? random.int(0, partitions - 1);
    const tick = again?.tick ?? {
      id: `t${i}`,
      at: new Date(time).toISOString(),
      kind: random.pick(["a", "b", null]),
      value: random.next() < 0.2 ? null : random.int(-50, 50) / 4,
      size: random.int(1, 3),
    };
    const placed = { tick, time, partition, offset: offsets[partition]++ };
    if (!again) before.push(placed);
    yield placed;
  }
}

interface Untidy {
  partitions: number;
  disorder: number;
  ticks: number;
}

function run(window: Window, all: Iterable<Placed>, partitions = 1) {
  const rows: WindowRow[] = [], late: string[] = [];
  const task = new WindowTask(window, Array(partitions).keys(), {
    row: (row) => rows.push(row),
    late: (_, { partition, offset }) => late.push(`${partition}:${offset}`),
  }, Date.now());
  for (const { tick, ...place } of all) {
    task.add(tick as never, { message: {} as never, place, now: Date.now() });
  }
  task.close(Infinity);
  return { rows: rows.sort(compareRows(window.by)), late, counts: task.counts, task };
}

/** The same by definition: windows one by one, from the records that are given. */
function reference({ kind, by, where }: Window, all: Placed[]): WindowRow[] {
  const accepted = all.filter(({ tick }) =>
    !("kind" in where) || tick.kind !== null && tick.size === 1
  );
  const unique = [...new Map(accepted.map((one) => [one.tick.id, one])).values()]
    .toSorted((a, b) => a.time - b.time || a.partition - b.partition || a.offset - b.offset);
  const rows: WindowRow[] = [];
  const from = Math.floor((START - 3_600_000) / kind.advance) * kind.advance;
  for (let start = from; start < START + 3_600_000; start += kind.advance) {
    const inside = unique.filter(({ time }) => time >= start && time < start + kind.size);
    const groups = Map.groupBy(inside, ({ tick }) => by.length === 0 ? "" : tick.kind);
    for (const [key, group] of groups) {
      const values = group.flatMap(({ tick }) => tick.value === null ? [] : [tick.value]);
      const total = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
      rows.push({
        window_start: new Date(start).toISOString(),
        window_end: new Date(start + kind.size).toISOString(),
        ...(by.length === 0 ? {} : { kind: key }),
        n: group.length,
        sum: values.length === 0 ? null : total(values),
        mean: total(group.map(({ tick }) => tick.size)) / group.length,
        min: values.length === 0 ? null : Math.min(...values),
        max: values.length === 0 ? null : Math.max(...values),
        first: values[0] ?? null,
        last: values.at(-1) ?? null,
        sizes: new Set(group.map(({ tick }) => tick.size)).size,
      });
    }
  }
  return rows.sort(compareRows(by));
}

function balance({ read, counted, filtered, late, duplicate }: Counts): number {
  return read - counted - filtered - late - duplicate;
}

Deno.test("disorder within the grace loses nothing, on any number of partitions", () => {
  for (const window of WINDOWS) {
    for (let seed = 1; seed <= 20; seed++) {
      const partitions = 1 + seed % 3;
      const all = [...untidy(seed, { partitions, disorder: window.grace, ticks: 400 })];
      // A second copy may come when its window has closed: it is late then, and changes nothing.
      const { rows, counts } = run(window, all, partitions);
      assert.deepEqual(rows, reference(window, all), `${window.name}, seed ${seed}`);
      assert.equal(balance(counts), 0);
    }
  }
});

Deno.test("what is late in one partition follows from its order alone", () => {
  for (const window of WINDOWS) {
    for (let seed = 1; seed <= 20; seed++) {
      const all = [...untidy(seed, { partitions: 1, disorder: 30_000, ticks: 400 })];
      const { rows, late, counts } = run(window, all);
      // By definition: all windows of a record end at or before the newest time so far less the grace.
      let newest = -Infinity;
      const dead = (time: number) => {
        const { size, advance } = window.kind;
        const lastEnd = Math.floor(time / advance) * advance + size;
        return lastEnd - 1 <= newest - window.grace;
      };
      const expected: string[] = [];
      for (const { tick, time, partition, offset } of all) {
        const passes = !("kind" in window.where) || tick.kind !== null && tick.size === 1;
        if (passes && dead(time)) expected.push(`${partition}:${offset}`);
        newest = Math.max(newest, time);
      }
      assert.ok(expected.length > 0);
      assert.deepEqual(late, expected, `${window.name}, seed ${seed}`);
      assert.equal(balance(counts), 0);
      if (window.kind.kind === "hopping") continue; // a record may miss some of its windows only
      const kept = all.filter(({ partition, offset }) => !late.includes(`${partition}:${offset}`));
      assert.deepEqual(rows, reference(window, kept));
    }
  }
});

Deno.test("windows close at their end less a millisecond, plus the grace, and are then forgotten", () => {
  const [window] = WINDOWS;
  const rows: WindowRow[] = [];
  const task = new WindowTask(
    window!,
    [0],
    { row: (row) => rows.push(row), late: () => {} },
    Date.now(),
  );
  const tick = (id: string, after: number) =>
    task.add({ id, at: new Date(START + after).toISOString(), kind: null, value: 1, size: 1 }, {
      message: {} as never,
      place: { time: START + after, partition: 0, offset: 0 },
      now: Date.now(),
    });
  tick("a", 0);
  const start = Math.floor(START / 3000) * 3000 - START;
  tick("b", start + 3000 - 1 + 5000 - 1);
  assert.equal(rows.length, 0);
  tick("c", start + 3000 - 1 + 5000);
  assert.equal(rows.length, 1);
  tick("d", start + 60_000);
  assert.deepEqual(task.state.size(), { windows: 1, groups: 1, identities: 1 });
});

Deno.test("a partition without records holds the time back until it is idle", () => {
  const [window] = WINDOWS;
  const rows: WindowRow[] = [];
  const sink = { row: (row: WindowRow) => void rows.push(row), late: () => {} };
  const task = new WindowTask(window!, [0, 1], sink, START);
  const at = (time: number, now: number) =>
    task.add({ id: `${time}`, at: new Date(time).toISOString(), value: null, size: 1 }, {
      message: {} as never,
      place: { time, partition: 0, offset: 0 },
      now: START + now,
    });
  at(START, 1000);
  at(START + 60_000, 2000);
  task.tick(START + 29_999);
  assert.equal(rows.length, 0);
  assert.deepEqual(task.watermark.idle(START + 29_999), []);
  task.tick(START + 30_000);
  assert.equal(rows.length, 1);
  assert.deepEqual(task.watermark.idle(START + 30_000), [1]);
});

Deno.test("a record of 2099 is counted in its own window and closes no other", () => {
  const [window] = WINDOWS;
  const all = [...untidy(7, { partitions: 1, disorder: 2000, ticks: 200 })];
  const far = Date.parse("2099-01-01T00:00:00Z");
  const odd: Placed = {
    tick: { id: "odd", at: new Date(far).toISOString(), kind: null, value: 1, size: 1 },
    time: far,
    partition: 0,
    offset: 1000,
  };
  const { rows, late } = run(window!, [...all.slice(0, 100), odd, ...all.slice(100)]);
  assert.deepEqual(late, run(window!, all).late);
  assert.deepEqual(rows.slice(0, -1), reference(window!, all));
  assert.equal(rows.at(-1)!.window_start, "2099-01-01T00:00:00.000Z");
});

Deno.test("changes: the last row of each window is its final one", () => {
  for (const window of WINDOWS) {
    const all = [...untidy(3, { partitions: 1, disorder: 1000, ticks: 300 })];
    const newest = new Map<string, WindowRow>();
    let rows = 0;
    const task = new WindowTask({ ...window, emit: "changes" }, [0], {
      row(row) {
        rows++;
        newest.set(`${row.window_start} ${row.kind ?? ""}`, row);
      },
      late: () => {},
    }, Date.now());
    for (const [i, { tick, ...place }] of all.entries()) {
      task.add(tick as never, { message: {} as never, place, now: Date.now() });
      if (i % 10 === 9) task.emitChanges();
    }
    task.close(Infinity);
    assert.deepEqual([...newest.values()].sort(compareRows(window.by)), reference(window, all));
    assert.ok(rows > newest.size);
  }
});

Deno.test("a record is known by its values: other letters of a UUID, other digits of its time", () => {
  const payments = defineWindow({
    name: "payments",
    from: transactions,
    window: tumbling("3s"),
    where: { transaction_id: "ABCDEF01-2345-6789-ABCD-EF0123456789" },
    by: ["transaction_id"],
    aggregate: { paid: sum("total_paid"), ids: distinct("transaction_id") },
  });
  const rows: WindowRow[] = [];
  const task = new WindowTask(payments, [0], { row: (row) => void rows.push(row), late() {} });
  const times = ["2026-01-01T00:00:01Z", "2026-01-01T00:00:01.000Z", "2026-01-01T00:00:01.000000Z"];
  const ids = ["abcdef01-2345-6789-abcd-ef0123456789", "ABCDEF01-2345-6789-ABCD-EF0123456789"];
  let offset = 0;
  for (const event_timestamp of times) {
    for (const transaction_id of ids) {
      const time = Date.parse(event_timestamp);
      const record = {
        event_timestamp,
        transaction_id,
        user_id: "1",
        total_paid: 10,
        status: "Paid",
      };
      const place = { time, partition: 0, offset: offset++ };
      task.add(record, { message: {} as never, place, now: time });
    }
  }
  task.close(Infinity);
  assert.deepEqual([task.counts.counted, task.counts.duplicate], [1, 5]);
  assert.deepEqual(rows.map(({ transaction_id, paid, ids }) => [transaction_id, paid, ids]), [
    [ids[0], 10, 1],
  ]);
});
