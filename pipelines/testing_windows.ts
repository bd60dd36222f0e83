/** Helpers for tests that compare what a window gives on its engines. */
import assert from "node:assert/strict";
import { connectKafka } from "../lib/kafka/client.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { isoSeconds } from "../lib/time.ts";
import type { Space } from "../lib/testing.ts";
import { compareRows, type WindowResult } from "../lib/windows/result.ts";
import { lateName } from "../lib/windows/output.ts";
import { NOT_NULL, type Window, type WindowEngine, type WindowRow } from "../lib/windows/window.ts";
import { run } from "./testing.ts";

/** Runs a command in a test's namespace, which must succeed. @returns Its output. */
export async function succeed(
  { namespace }: Pick<Space, "namespace">,
  name: string,
  ...words: string[]
): Promise<string> {
  const { code, out, err } = await run(name, words, { env: { TRIBUTARY_NAMESPACE: namespace } });
  assert.equal(code, 0, `${name} ${words.join(" ")}: ${err}`);
  return out;
}

/** Runs windows once on one engine. @returns Their results by name. */
export async function resultsOf(
  space: Pick<Space, "namespace">,
  engine: WindowEngine,
  ...names: string[]
): Promise<Record<string, WindowResult>> {
  const out = await succeed(space, "windows", ...names, "--engine", engine, "--once", "--json");
  const results: WindowResult[] = out.trim().split("\n").map((line) => JSON.parse(line));
  return Object.fromEntries(results.map((result) => [result.window, result]));
}

/** Checks that rows are the same: all exact, but sums and means within 1e-9 of their value. */
export function assertSameRows(
  { aggregate }: Window,
  actual: readonly WindowRow[],
  expected: readonly WindowRow[],
): void {
  const exact = (row: WindowRow) =>
    Object.fromEntries(
      Object.entries(row).filter(([name]) =>
        !["sum", "mean"].includes(aggregate[name]?.kind ?? "")
      ),
    );
  for (const [i, row] of actual.entries()) {
    assert.deepEqual(exact(row), exact(expected[i]!));
    for (const [name, { kind }] of Object.entries(aggregate)) {
      if (kind !== "sum" && kind !== "mean") continue;
      const [a, b] = [row[name]!, expected[i]![name]!];
      const near = a === b || Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.abs(Number(b));
      assert.ok(near, `${name} of ${row.window_start}: ${a} and ${b}`);
    }
  }
  assert.equal(actual.length, expected.length);
}

/** The records of a window's late topic, each place in Kafka once. */
export async function lateRecords(
  { endpoints }: Pick<Space, "endpoints">,
  window: Window,
): Promise<Record<string, unknown>[]> {
  const kafka = await connectKafka(endpoints.kafka);
  try {
    const records = new Map<string, Record<string, unknown>>();
    for await (const { messages } of readTopic(kafka, `${kafka.prefix}${lateName(window)}`)) {
      for (const message of messages) {
        records.set(message.key!.toString(), JSON.parse(message.text()!));
      }
    }
    return [...records.values()];
  } finally {
    await kafka.close();
  }
}

/**
 * The rows of a tumbling window with more records in them, of which none is a copy of one that is counted
 * already: its counts and sums, and means of fields without nulls whose sum and count it has too.
 */
export function withRecords(
  window: Window,
  rows: readonly WindowRow[],
  records: readonly Record<string, unknown>[],
): WindowRow[] {
  const { kind: { size }, by, aggregate, from, where } = window;
  const keyOf = (start: string, of: Record<string, unknown>) =>
    JSON.stringify([start, ...by.map((field) => of[field])]);
  const found = new Map(rows.map((row) => [keyOf(row.window_start, row), { ...row }]));
  for (const record of records) {
    for (const [field, filter] of Object.entries(where)) {
      assert.ok(filter === NOT_NULL ? record[field] != null : record[field] === filter, field);
    }
    const time = isoSeconds(record[from.time] as string) * 1000;
    const start = new Date(Math.floor(time / size) * size).toISOString();
    const row = found.get(keyOf(start, record)) ?? emptyRow(window, start, record);
    found.set(keyOf(start, record), row);
    for (const [name, { kind, field }] of Object.entries(aggregate)) {
      const value = field === undefined ? 1 : record[field];
      if (value == null || kind === "mean") continue;
      assert.ok(kind === "count" || kind === "sum", `${name} cannot be added to`);
      row[name] = Number(row[name] ?? 0) + (kind === "count" ? 1 : Number(value));
    }
    for (const [name, { kind, field }] of Object.entries(aggregate)) {
      if (kind === "mean") {
        row[name] = Number(row[sumOf(window, field)]) / Number(row[countOf(window)]);
      }
    }
  }
  return [...found.values()].sort(compareRows(by));
}

/** The name of the aggregate that is the sum of a field. */
function sumOf({ aggregate }: Window, wanted: string | undefined): string {
  return Object.keys(aggregate).find((name) =>
    aggregate[name]!.kind === "sum" && aggregate[name]!.field === wanted
  )!;
}

/** The name of the aggregate that is the number of records. */
function countOf({ aggregate }: Window): string {
  return Object.keys(aggregate).find((name) => aggregate[name]!.kind === "count")!;
}

function emptyRow(
  { kind: { size }, by, aggregate }: Window,
  start: string,
  record: Record<string, unknown>,
): WindowRow {
  return {
    window_start: start,
    window_end: new Date(Date.parse(start) + size).toISOString(),
    ...Object.fromEntries(by.map((field) => [field, record[field] as string | number])),
    ...Object.fromEntries(
      Object.entries(aggregate).map(([name, { kind }]) => [name, kind === "count" ? 0 : null]),
    ),
  };
}
