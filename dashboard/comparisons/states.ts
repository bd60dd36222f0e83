import assert from "node:assert/strict";
import { deadLetters } from "../../lib/streams/dead_letters.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import { alike, bucketsOf, type Shown, type Stored, type World } from "./compared.ts";

/** Whether a row is how a stream is: its table, lag, dead letters; `over_time` if it has that. */
export function sameState(
  row: Record<string, unknown>,
  stream: Stream,
  shown: Shown,
  world: World,
) {
  const { name } = stream;
  const rows = world.has(stream) ? world.all(stream) : undefined;
  const expected: Record<string, unknown> = {
    stream: name,
    rows: rows?.length ?? null,
    newest: rows?.at(-1)?.timestamp ?? null,
    lag: lagOf(stream, world),
    dead_letters: openLetters(world).filter((letter) => letter.stream === name).length,
    ...row.over_time === null || row.over_time === undefined ? {} : {
      over_time: bucketsOf(shown).map((at) =>
        world.within(stream, at, Math.min(at + shown.step, shown.to)).length
      ),
    },
  };
  for (const [column, value] of Object.entries(expected)) {
    assert.ok(alike(row[column], value), `${name}, ${column}: ${row[column]} is not ${value}`);
  }
  if (!rows) return assert.equal(row.written, null);
  const { from, to } = world.filled;
  assert.ok(Number(row.written) >= from && Number(row.written) <= to, `${name} was ${row.written}`);
}

/** Messages that the stream's sink has not committed; null without such a group. */
export function lagOf({ name }: Stream, { lags }: World): number | null {
  return lags.find(({ group }) => group === `sink_${name}`)?.lag ?? null;
}

/** Dead letters whose records were not sent again. */
export function openLetters(world: World): Stored[] {
  return world.all(deadLetters).filter(({ replayed }) => replayed === null);
}

/** Open dead letters by some columns, the most first. */
export function lettersBy(letters: readonly Stored[], columns: readonly string[]) {
  const keyOf = (letter: Stored) => JSON.stringify(columns.map((name) => letter[name]));
  return [...Map.groupBy(letters, keyOf).values()].map((own) => ({
    ...Object.fromEntries(columns.map((name) => [name, own[0]![name]])),
    letters: own.length,
    attempts: own.reduce<number | null>(
      (most, { attempts }) => attempts === null ? most : Math.max(most ?? 0, Number(attempts)),
      null,
    ),
    last: Math.max(...own.map(({ timestamp }) => timestamp)),
  })).toSorted((a, b) => b.letters - a.letters);
}
