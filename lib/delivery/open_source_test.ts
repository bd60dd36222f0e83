import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { feeds } from "../feeds/mod.ts";
import type { Source } from "../sources/source.ts";
import { gather, withFolder } from "../sources/testing.ts";
import { openSource, type SourceChoice } from "./open_source.ts";

const choice: SourceChoice = {
  simulate: false,
  live: false,
  seed: 1,
  start: "2026-01-01T00:00:00Z",
  log: () => {},
};
const open = (name: string, change: Partial<SourceChoice> = {}, paths: string[] = []) =>
  openSource(feeds.find((feed) => feed.name === name)!, paths, { ...choice, ...change });

const REFUSED: [
  what: string,
  name: string,
  change: Partial<SourceChoice>,
  paths: string[],
  message: RegExp,
][] = [
  [
    "a simulator and files",
    "taxi",
    { simulate: true, limit: 1 },
    ["a.csv"],
    /Cannot combine --simulate, --live and paths: choose one/,
  ],
  [
    "a simulator and the live source",
    "github",
    { simulate: true, live: true, limit: 1 },
    [],
    /Cannot combine/,
  ],
  ["the live source and files", "github", { every: 1000 }, ["a.json"], /Cannot combine/],
  [
    "an endless simulator",
    "github",
    { simulate: true },
    [],
    /Cannot simulate without an end: add --limit, --duration, --rate or --speed/,
  ],
  [
    "a start that is not a time",
    "taxi",
    { simulate: true, limit: 1, start: "tomorrow" },
    [],
    /Cannot use --start "tomorrow": write a UTC time from 1970 to 9998, for example /,
  ],
  [
    "a start that does not exist",
    "orders",
    { simulate: true, limit: 1, start: "2026-02-30" },
    [],
    /Cannot use --start "2026-02-30"/,
  ],
  [
    "a start before 1970",
    "github",
    { simulate: true, limit: 1, start: "1969-12-31T00:00:00Z" },
    [],
    /Cannot use --start/,
  ],
  [
    "a start at the end of the calendar",
    "taxi",
    { simulate: true, limit: 1, start: "9999-12-31T23:59:59Z" },
    [],
    /Cannot use --start "9999-12-31T23:59:59Z": write a UTC time from 1970 to 9998/,
  ],
  [
    "an encoding without files",
    "github",
    { simulate: true, limit: 1, encoding: "latin1" },
    [],
    /Cannot use --encoding without files/,
  ],
  [
    "an encoding that does not exist",
    "taxi",
    { encoding: "klingon" },
    ["a.csv"],
    /Cannot use --encoding "klingon": there is no such encoding; for example utf-8, latin1, /,
  ],
  ["a limit of 0", "github", { limit: 0 }, [], /Cannot use --limit 0: write 1 or more/],
  ["a limit of 0 orders", "orders", { simulate: true, limit: 0 }, [], /Cannot use --limit 0/],
  ["a duration of 0", "github", { duration: 0 }, [], /Cannot use --duration 0/],
  ["a speed of 0", "github", { speed: 0 }, [], /Cannot use --speed 0/],
  [
    "a live source that the feed does not have",
    "taxi",
    { live: true },
    [],
    /Cannot read taxi live: it has no live source; name files, or none for the bundled sample, or use --simulate$/,
  ],
  [
    "polls of a feed without a live source",
    "orders",
    { every: 1000 },
    [],
    /Cannot read orders live/,
  ],
];

for (const [what, name, change, paths, message] of REFUSED) {
  Deno.test(`openSource() refuses ${what}`, () => {
    assert.throws(() => open(name, change, paths), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("openSource() simulates this many records from the start, which may be a date alone", async () => {
  for (const start of ["2026-05-13", "2026-05-13T00:00:00Z"]) {
    const { github_events } = await gather(open("github", { simulate: true, limit: 2500, start }));
    assert.equal(github_events!.records.length, 2500);
    const times = github_events!.records.map((record) => String(record.created_at));
    assert.ok(times.every((time) => time >= "2026-05-13T00:00:00"));
    assert.ok(times[0]! < "2026-05-13T00:10:00");
  }
});

Deno.test("openSource() simulates the same whatever the pace", async () => {
  const simulate = { simulate: true, limit: 120 };
  const [free, paced] = await Promise.all([
    gather(open("taxi", simulate)),
    gather(open("taxi", { ...simulate, rate: 1000 })),
  ]);
  assert.deepEqual(paced.taxi_trips!.records, free.taxi_trips!.records);
});

/** The orders and their lines are the same ones: no order lacks a line, no line its order. */
function assertWhole({ orders, order_items }: Awaited<ReturnType<typeof gather>>, what: string) {
  const items = new Map<unknown, number>();
  for (const { order_id } of order_items!.records) {
    items.set(order_id, (items.get(order_id) ?? 0) + 1);
  }
  const expected = orders!.records.map(({ id, items }) => [id, (items as object[]).length]);
  assert.deepEqual([...items], expected, what);
}

Deno.test("openSource() yields whole orders at a rate, and when the time is up", async () => {
  const pace = { rate: 60, duration: 2000 };
  for (const simulate of [true, false]) {
    const found = await gather(open("orders", { simulate, ...pace }));
    const taken = found.orders!.records.length;
    assert.ok(taken >= 1 && taken <= 140, `${taken} orders`);
    assertWhole(found, simulate ? "simulated" : "bundled");
  }
});

/** Orders at a rate; the signal aborts when the first of them come. */
async function* stoppedAtOrders(simulate: boolean): Source {
  const stop = new AbortController();
  for await (const batch of open("orders", { simulate, rate: 1000, signal: stop.signal })) {
    if (batch.stream.name === "orders") stop.abort();
    yield batch;
  }
}

Deno.test("openSource() yields whole orders when the signal aborts between an order and its lines", async () => {
  for (const simulate of [true, false]) {
    assertWhole(await gather(stoppedAtOrders(simulate)), simulate ? "simulated" : "bundled");
  }
});

Deno.test("openSource() counts only orders: all their lines come, and no line of another order", async () => {
  const sources = {
    simulated: (limit: number) => open("orders", { simulate: true, limit }),
    bundled: (limit: number) => open("orders", { limit }),
  };
  for (const [what, source] of Object.entries(sources)) {
    for (const limit of [1, 37, 400]) {
      const found = await gather(source(limit));
      assert.equal(found.orders!.records.length, limit, what);
      assert.ok(found.products!.records.length > 50, what);
      assertWhole(found, `${what} ${limit}`);
    }
  }
});

Deno.test("openSource() brings each status and position at its own time, after its order", async () => {
  const speed = 200, started = performance.now();
  const placed = new Set<unknown>(), statuses = new Set<unknown>();
  let begin = NaN;
  for await (
    const { stream, records } of open("orders", { simulate: true, speed, duration: 5000 })
  ) {
    const at = performance.now() - started;
    for (const record of records) {
      if (stream.name === "orders") placed.add(record.id);
      if (stream.name === "order_statuses") statuses.add(record.status);
      if (stream.changes || stream.name === "order_items") continue;
      if (stream.name !== "orders") assert.ok(placed.has(record.id), "a status before its order");
      const time = Date.parse(String(record[stream.time]));
      if (isNaN(begin)) begin = time;
      // What is due in the same tenth of a second comes together.
      const due = (time - begin) / speed;
      assert.ok(at > due - 105 && at < due + 4000, `${stream.name} due at ${due} came at ${at} ms`);
    }
    if (statuses.size === 6) break;
  }
  assert.equal(statuses.size, 6);
});

Deno.test("openSource() simulates at a speed up to the clock, and says from when", async () => {
  const said: string[] = [];
  const live = {
    simulate: true,
    speed: 201,
    duration: 60_000,
    limit: 1,
    log: (line: string) => said.push(line),
  };
  const before = Date.now();
  const { taxi_trips } = await gather(open("taxi", { ...live, start: undefined, seed: 7 }));
  const [line, start] = /start (.*)$/.exec(said[0]!)!;
  assert.equal(line, `start ${start}`);
  assert.match(said[0]!, new RegExp(`^Simulated time starts at ${start}; .*: --seed 7 --start `));
  const late = Date.parse(start!) - (before - 12_000_000);
  assert.ok(late > -1000 && late < 5000, `${late} ms`);
  const again = await gather(open("taxi", { simulate: true, limit: 1, seed: 7, start }));
  assert.deepEqual(again.taxi_trips!.records[0], taxi_trips!.records[0]);
  await gather(open("taxi", live)); // with a start of its own
  assert.equal(said.length, 1);
});

Deno.test("openSource() reads the bundled sample without paths, and the given files with paths", async () => {
  const { github_events } = await gather(open("github", { limit: 10 }));
  assert.equal(github_events!.records.length, 10);
  const event = { id: "1", type: "T", actor: { login: "a" }, repo: { name: "a/b" }, public: true };
  const line = JSON.stringify({ ...event, created_at: "2026-01-01T00:00:00Z" });
  await withFolder({ "one.json": `${line}\nno JSON\n` }, async (folder) => {
    const { github_events } = await gather(open("github", {}, [`${folder}/one.json`]));
    assert.equal(github_events!.records.length, 1);
    assert.deepEqual(github_events!.rejected.map(({ line }) => line), [2]);
  });
});

Deno.test("openSource() ends when the signal aborts", async () => {
  const stop = new AbortController();
  let records = 0;
  const source = open("github", { simulate: true, rate: 1_000_000, signal: stop.signal });
  for await (const batch of source) {
    records += batch.records.length;
    if (records > 5000) stop.abort();
  }
  assert.ok(records < 20_000, `${records}`);
});
