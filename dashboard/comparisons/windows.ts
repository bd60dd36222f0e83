import assert from "node:assert/strict";
import { rounded } from "../../lib/numbers.ts";
import { windows } from "../../lib/windows/find.ts";
import { NOT_NULL, type Window } from "../../lib/windows/window.ts";
import {
  type Comparisons,
  mean,
  numbers,
  same,
  sameSet,
  type Shown,
  type Stored,
  sum,
  type World,
} from "./compared.ts";

/** Engines whose tables are filled; QuestDB's is a view over the records. */
const ENGINES = ["deno", "questdb"];

export const windowsComparisons: Comparisons = {
  "windows/engines": (shown, world) =>
    same(
      shown,
      windows.flatMap((window) => {
        const closed = closedUntil(window, shown, world);
        const results = [...resultsOf(window, world)].filter(([start]) =>
          start < shown.to && start + window.kind.size <= closed
        );
        const [newest, groups] = results.at(-1) ?? [];
        const row = {
          window: window.name,
          newest: newest ?? null,
          result: groups ? textOf(window, groups) : null,
        };
        return ENGINES.map((engine, i) => ({
          ...row,
          engine,
          // The last 200 beginnings, of which some may have no records.
          agree: newest === undefined ? null : `yes, all ${
            sum(
              results.map(([start, { length }]) =>
                start > newest - 200 * window.kind.advance ? length : 0
              ),
            )
          }`,
          command: i === 0 ? `deno task windows ${window.name} --engine flink` : null,
        }));
      }),
    ),
  ...Object.fromEntries(windows.map((window) => [
    `windows/${window.name}`,
    (shown: Shown, world: World) => series(window, shown, world),
  ])),
};

/** The windows before the range's end: the first count or sum of each, points of many as their mean. */
function series(window: Window, shown: Shown, world: World): void {
  const { kind: { advance, size }, aggregate, by } = window;
  const [name] = Object.entries(aggregate)
    .find(([, { kind }]) => kind === "count" || kind === "sum")!;
  const results = [...resultsOf(window, world)].filter(([start]) => start < shown.to);
  if (results.length === 0) return same(shown, []);
  const last = results.at(-1)![0];
  const length = Math.max(shown.to - shown.from, 60 * advance);
  const step = advance * Math.ceil(length / advance / 600);
  const points = Map.groupBy(
    results.filter(([start]) => start >= last + advance - length),
    ([start]) => Math.floor(start / step) * step,
  );
  const closed = closedUntil(window, shown, world);
  assert.ok(by.length > 0 || results.every(([, groups]) => groups.length === 1));
  const expected = [...points].flatMap(([timestamp, own]) =>
    ENGINES.map((engine) => ({
      timestamp,
      engine,
      [name]: mean(own.flatMap(([, groups]) => sum(numbers(groups as Stored[], name)) ?? [])),
      open: timestamp + step - advance + size > closed,
    }))
  );
  sameSet(shown, expected, ["timestamp", "engine"]);
}

function closedUntil({ from, grace }: Window, { to }: Shown, world: World): number {
  return (world.within(from, 0, to).at(-1)?.timestamp ?? -Infinity) - grace;
}

type Groups = Record<string, unknown>[];

const known = new WeakMap<World, Map<Window, Map<number, Groups>>>();

/** The groups of each window by its beginning, in order of time, from all records. */
function resultsOf(window: Window, world: World): Map<number, Groups> {
  const own = known.get(world) ?? new Map<Window, Map<number, Groups>>();
  known.set(world, own);
  const result = own.get(window) ?? calculated(window, world);
  own.set(window, result);
  return result;
}

function calculated({ from, kind, where, by, aggregate }: Window, world: World) {
  const records = world.all(from).filter((record) =>
    Object.entries(where).every(([field, value]) =>
      value === NOT_NULL ? record[field] !== null : record[field] === value
    )
  );
  const members = new Map<number, Stored[]>();
  for (const record of records) {
    const newest = Math.floor(record.timestamp / kind.advance) * kind.advance;
    for (let start = newest; start > record.timestamp - kind.size; start -= kind.advance) {
      members.set(start, [...members.get(start) ?? [], record]);
    }
  }
  return new Map(
    [...members].toSorted(([a], [b]) => a - b).map(([start, own]) => [
      start,
      [...Map.groupBy(own, (record) => JSON.stringify(by.map((field) => record[field]))).values()]
        .map((group): Record<string, unknown> =>
          Object.fromEntries(
            Object.entries(aggregate).map(([name, { kind, field = "" }]) => [
              name,
              kind === "count"
                ? group.length
                : (kind === "sum" ? sum : mean)(numbers(group, field)),
            ]),
          )
        ),
    ]),
  );
}

function textOf({ by, aggregate }: Window, groups: Groups): string {
  const names = Object.keys(aggregate);
  if (by.length === 0) {
    return names.map((name) => `${name} ${rounded(groups[0]![name] as number)}`).join(", ");
  }
  const sums = names.map((name) =>
    `${name} ${rounded(sum(numbers(groups as Stored[], name)) ?? 0)}`
  );
  return `${groups.length} ${groups.length === 1 ? "group" : "groups"}: ${sums.join(", ")}`;
}
