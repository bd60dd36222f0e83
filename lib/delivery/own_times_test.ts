import assert from "node:assert/strict";
import { ownTimes } from "./own_times.ts";

const MINUTE = 60_000, YEAR = 365 * 86_400_000;

/** When records with these times are due, and what is said. */
function due(speed: number, times: number[]) {
  const lines: string[] = [];
  const own = ownTimes({ speed, log: (line) => lines.push(line) });
  return { due: times.map((time, i) => own.dueAt(time, times[i + 1] ?? NaN)), lines };
}

Deno.test("ownTimes() does not wait for a record that is alone in the future", () => {
  assert.deepEqual(due(10, [0, 180 * YEAR, 1000, 2000]), { due: [0, 0, 100, 200], lines: [] });
});

Deno.test("ownTimes() waits at most 15 minutes, and says for what", () => {
  const day = 86_400_000;
  const { due: moments, lines } = due(2, [0, day, day + 2000, 2 * day]);
  assert.deepEqual(moments, [0, 15 * MINUTE, 15 * MINUTE + 1000, 30 * MINUTE + 1000]);
  assert.equal(
    lines[0],
    "Waiting at most 900 s instead of 43,200 s (--speed 2): the next record is of " +
      "1970-01-02T00:00:00.000Z, the one before it of 1970-01-01T00:00:00.000Z",
  );
  assert.equal(lines.length, 2);
});

Deno.test("ownTimes() announces a wait of more than ten seconds, and none for shorter ones", () => {
  assert.match(due(1, [0, 15 * MINUTE, 30 * MINUTE]).lines[0]!, /^Waiting 900 s \(--speed 1\): /);
  assert.deepEqual(due(1, [0, 5000, 15_000]).lines, []);
});

Deno.test("ownTimes() does not wait for what is earlier, has no time, or one beyond the calendar", () => {
  assert.deepEqual(due(1, [NaN, 5000, 1000, NaN, 6000]).due, [0, 0, 0, 0, 1000]);
  assert.deepEqual(due(1, [0, 1e300]).due, [0, 15 * MINUTE]);
});
