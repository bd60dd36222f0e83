import assert from "node:assert/strict";
import { until } from "../../lib/retry.ts";
import { definePage } from "../define_page.ts";
import type { PanelAnswer } from "./panel_answer.ts";
import { sharedQueries, type SharedQueriesOptions } from "./shared_queries.ts";
import { type KnownTopic, readTopic } from "./topic.ts";

const page = definePage({
  name: "page",
  title: "Page",
  path: "/page",
  params: { area: "8" },
  panels: [{
    id: "panel",
    title: "Panel",
    rows: () => Promise.resolve([]),
    view: { kind: "text" },
  }],
});
const watched = { page: "page", panel: "panel", period: "15m", at: "now", refresh: 5 };
/** @param refresh Seconds; tests take fewer than a page may. */
const topic = (refresh: number): KnownTopic => ({
  ...readTopic(JSON.stringify(watched), [page])!,
  refresh,
});
const answer = (asked: number): PanelAnswer => ({ asked, from: 0, to: 1, step: 1, took: 0 });

/** Queries that are answered by hand. */
function open(options: Partial<SharedQueriesOptions> = {}) {
  const runs: { signal: AbortSignal; finish(): void; fail(error: Error): void }[] = [];
  const queries = sharedQueries({
    ask: (_topic, signal) =>
      new Promise((resolve, reject) => {
        const number = runs.length;
        runs.push({
          signal,
          finish: () => resolve({ ...answer(number), data: { columns: [], rows: [] } }),
          fail: reject,
        });
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    ...options,
  });
  return { queries, runs };
}

Deno.test("sharedQueries() asks once for 200 viewers, and answers each of them", async () => {
  const { queries, runs } = open();
  const seen: number[] = [];
  const leave = Array.from(
    { length: 200 },
    () => queries.join(topic(3600), ({ asked }) => seen.push(asked))!,
  );
  assert.equal(runs.length, 1);
  assert.deepEqual(queries.size, { topics: 1, viewers: 200 });
  runs[0]!.finish();
  await until(() => seen.length === 200, { every: 1, within: 1000 });
  // One who comes later gets what is known.
  const late: number[] = [];
  leave.push(queries.join(topic(3600), ({ asked }) => late.push(asked))!);
  assert.deepEqual([late, runs.length], [[0], 1]);
  for (const one of leave) one();
  assert.deepEqual(queries.size, { topics: 0, viewers: 0 });
});

Deno.test("sharedQueries() cancels a query when the last viewer leaves, and asks again for the next", () => {
  const { queries, runs } = open();
  const [first, second] = [1, 2].map(() => queries.join(topic(3600), () => {})!);
  first!();
  assert.equal(runs[0]!.signal.aborted, false);
  second!();
  assert.equal(runs[0]!.signal.aborted, true);
  second!(); // twice is once
  const third = queries.join(topic(3600), () => {})!;
  assert.equal(runs.length, 2);
  assert.equal(runs[1]!.signal.aborted, false);
  third();
});

Deno.test("sharedQueries() asks again after each period, one query at a time, also after a fault", async () => {
  const log: string[] = [];
  const { queries, runs } = open({ log: (line) => log.push(line) });
  const seen: number[] = [];
  const leave = queries.join(topic(0.02), ({ asked }) => seen.push(asked))!;
  runs[0]!.fail(new Error("broken"));
  await until(() => runs.length === 2, { every: 1, within: 1000 });
  assert.match(log.join(), /broken/);
  runs[1]!.finish();
  await until(() => runs.length === 3, { every: 1, within: 1000 });
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual([seen, runs.length], [[1], 3], "the third is still under way");
  leave();
});

Deno.test("sharedQueries() with refresh off answers only those who wait", async () => {
  const { queries, runs } = open();
  const first: number[] = [], second: number[] = [];
  const leave = [queries.join(topic(0), ({ asked }) => first.push(asked))!];
  runs[0]!.finish();
  await until(() => first.length === 1, { every: 1, within: 1000 });
  leave.push(queries.join(topic(0), ({ asked }) => second.push(asked))!);
  assert.deepEqual(second, [0], "new enough for a second");
  for (const one of leave) one();
});

Deno.test("sharedQueries() with refresh off tries again while an engine is away", async () => {
  let asked = 0;
  const { queries } = open({
    again: 20,
    ask: () => {
      const trouble = { kind: "away", message: "QuestDB cannot be reached" } as const;
      return Promise.resolve(++asked < 2 ? { ...answer(asked), trouble } : answer(asked));
    },
  });
  const seen: number[] = [];
  const leave = queries.join(topic(0), (answer) => seen.push(answer.asked))!;
  await until(() => seen.length === 2, { every: 10, within: 5000 });
  assert.deepEqual([seen, asked], [[1, 2], 2]);
  leave();
});

Deno.test("sharedQueries() shows what is known meanwhile to all who wait, until there is a whole answer", async () => {
  const asks: { tell(answer: PanelAnswer): void; finish(answer: PanelAnswer): void }[] = [];
  const { queries } = open({
    ask: (_topic, _signal, tell) =>
      new Promise((finish) => {
        asks.push({ tell, finish });
      }),
  });
  const data = { columns: [], rows: [] };
  const first: number[] = [], second: number[] = [];
  const leave = [queries.join(topic(0.02), ({ asked }) => first.push(asked))!];
  asks[0]!.tell({ ...answer(1), data });
  leave.push(queries.join(topic(0.02), ({ asked }) => second.push(asked))!);
  assert.deepEqual([first, second], [[1], [1]]);
  asks[0]!.finish({ ...answer(2), data });
  await until(() => asks.length === 2, { every: 1, within: 1000 });
  asks[1]!.tell({ ...answer(3), data }); // less than what is shown
  assert.deepEqual([first, second], [[1, 2], [1, 2]]);
  for (const one of leave) one();
});

Deno.test("sharedQueries() refuses more topics than it may have", () => {
  const { queries } = open({ most: 1 });
  const leave = queries.join(topic(5), () => {});
  assert.ok(leave);
  assert.equal(queries.join({ ...topic(5), key: "another" }, () => {}), undefined);
  leave();
});

Deno.test("readTopic() reads one topic of a page without a period, whatever its viewers came with", () => {
  const timeless = { ...page, period: "none" };
  const keys = [{}, { period: "7d" }, { at: "2026-01-01" }, { at: "newest" }]
    .map((change) => readTopic(JSON.stringify({ ...watched, ...change }), [timeless])?.key);
  assert.equal(new Set(keys).size, 1);
  assert.ok(keys[0]);
});

Deno.test("readTopic() knows the panels of its pages, and refuses everything else", () => {
  const read = (change: object) => readTopic(JSON.stringify({ ...watched, ...change }), [page]);
  assert.deepEqual(read({})!.params, { area: "8" });
  assert.deepEqual(read({ params: { area: "32", other: "x" } })!.params, { area: "32" });
  assert.equal(read({})!.key, read({ params: {} })!.key);
  for (
    const wrong of [
      { page: "constructor" },
      { panel: "__proto__" },
      { period: "1' or 1=1" },
      { at: "never" },
      { refresh: 0.001 },
      { params: { area: 8 } },
      { params: { area: "x".repeat(3000) } },
    ]
  ) assert.equal(read(wrong), undefined, JSON.stringify(wrong));
  for (const text of ["", "null", "[]", "{", 7, undefined]) {
    assert.equal(readTopic(text, [page]), undefined);
  }
});
