import assert from "node:assert/strict";
import type { Stream } from "../../lib/streams/stream.ts";
import { allStreams, type ListedStream } from "../streams/all_streams.ts";
import {
  alike,
  bucketsOf,
  type Comparison,
  type Comparisons,
  counted,
  mean,
  same,
  type Stored,
} from "./compared.ts";
import { lettersBy, openLetters, sameState } from "./states.ts";

/** Of the page that each stream has without code. */
export const streamComparisons: Comparisons = Object.fromEntries(
  allStreams.filter(({ stream }) => stream.table).flatMap((listed) =>
    Object.entries(panelsOf(listed)).map(([panel, comparison]) => [
      `stream_${listed.stream.name}/${panel}`,
      comparison,
    ])
  ),
);

function panelsOf({ stream }: ListedStream): Record<string, Comparison> {
  return {
    state: (shown, world) => {
      if (!world.has(stream)) return same(shown, []);
      const { from, to } = shown;
      same(shown, [{
        in_period: world.within(stream, from, to).length,
        before: world.within(stream, 2 * from - to, from).length,
      }]);
      sameState(shown.rows[0]!, stream, shown, world);
    },
    over_time: (shown, world) =>
      same(
        shown,
        bucketsOf(shown).map((at) => ({
          timestamp: at,
          rows: world.within(stream, Math.max(at, shown.start), Math.min(at + shown.step, shown.to))
            .length,
        })).filter(({ rows }) => rows > 0),
      ),
    newest: (shown, world) => {
      const rows = world.within(stream, shown.from, shown.to);
      const newest = rows.slice(-25).map(({ timestamp }) => timestamp).reverse();
      same(shown, newest.map((timestamp) => ({ timestamp })));
      const hidden = stream.sensitive as readonly string[];
      // Of rows of one moment any may be the last ones that are shown.
      for (const row of shown.rows) {
        const isShown = rows.some((one) =>
          one.timestamp === Number(row.timestamp) &&
          Object.entries(row).every(([name, value]) =>
            name === "timestamp" || name === "change_position" ||
            alike(asText(value), asText(one[name]))
          )
        );
        assert.ok(isShown, `${stream.name} has no ${JSON.stringify(row)}`);
        assert.deepEqual(hidden.filter((name) => name in row), []);
      }
    },
    columns: (shown, world) =>
      profiles(shown, stream, world.within(stream, shown.from, shown.to).slice(-20_000)),
    dead_letters: (shown, world) => {
      const own = openLetters(world).filter((letter) => letter.stream === stream.name);
      same(shown, lettersBy(own, ["field", "reason"]));
      const command = `deno task replay ${stream.name}`;
      assert.ok(shown.rows.every((row) => row.command === command));
    },
  };
}

/** Values of the table as the record has them: lists as JSON, times as ISO text. */
function asText(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value ?? null;
}

type Profiled = Parameters<Comparison>[0];

function profiles(shown: Profiled, stream: Stream, rows: readonly Stored[]): void {
  if (rows.length === 0) return same(shown, []);
  assert.deepEqual(
    new Set(shown.rows.map(({ column }) => column)),
    new Set(["timestamp", ...stream.columns.map(({ name }) => name)]),
  );
  for (const profile of shown.rows) {
    const column = String(profile.column);
    if (column === "change_position") continue; // its place in Kafka's topic: of no record
    const values = rows.map((row) => asText(row[column])).filter((value) => value !== null);
    const type = stream.columns.find(({ name }) => name === column)?.type ?? "TIMESTAMP";
    const is = (what: string, value: unknown) =>
      assert.ok(
        alike(profile[what], value),
        `${stream.name}.${column}, ${what}: ${profile[what]} is not ${value}`,
      );
    is("empty", (rows.length - values.length) / rows.length);
    if ((stream.sensitive as readonly string[]).includes(column)) {
      for (const what of ["from", "to", "mean", "histogram"]) is(what, null);
    } else if (type === "TIMESTAMP") {
      const times = values.map((value) =>
        typeof value === "number" ? value : Date.parse(String(value))
      );
      is("from", times.length ? secondOf(Math.min(...times)) : null);
      is("to", times.length ? secondOf(Math.max(...times)) : null);
      bars(profile.histogram, times.length);
    } else if (type === "LONG" || type === "DOUBLE") {
      const found = values as number[];
      is("from", found.length ? Math.min(...found) : null);
      is("to", found.length ? Math.max(...found) : null);
      is("mean", mean(found));
      bars(profile.histogram, found.length);
      const distinct = new Set(found).size; // QuestDB estimates it
      assert.ok(
        found.length === 0 || Math.abs(Number(profile.distinct) - distinct) <= 1 + 0.05 * distinct,
        `${stream.name}.${column}: ${profile.distinct} are not ${distinct}`,
      );
    } else {
      if (values.length > 0) is("distinct", new Set(values).size);
      if (typeof profile.most_frequent !== "string") continue;
      const texts = rows.map((row) => ({ ...row, [column]: asText(row[column]) }));
      const [most] = counted(texts.filter((row) => row[column] !== null), column);
      assert.ok(
        profile.most_frequent.startsWith(
          `${most!.name.slice(0, 40)} (${Math.round(100 * most!.count / values.length)} %)`,
        ),
        `${stream.name}.${column}: ${profile.most_frequent} does not begin with ${most!.name}`,
      );
    }
  }
}

function secondOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace("T", " ");
}

/** A histogram holds each value once. */
function bars(histogram: unknown, values: number): void {
  const counts = (histogram ?? []) as number[];
  assert.equal(counts.reduce((a, b) => a + b, 0), values);
}
