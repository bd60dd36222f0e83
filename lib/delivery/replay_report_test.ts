import assert from "node:assert/strict";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import type { OpenLetter } from "./replay_letters.ts";
import { replayReport } from "./replay_report.ts";
import type { ReplayResult } from "./replay_run.ts";

const stream = defineStream({
  name: "notes",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol(), at: Timestamp() }),
}) as Stream;
const none: ReplayResult = {
  ...{ letters: 0, replayed: 0, skipped: 0, exhausted: 0, unreplayable: 0 },
  ...{ stored: 0, deadLetteredAgain: 0 },
};

function report(options: { json?: boolean; dryRun?: boolean } = {}) {
  const lines: string[] = [], failures: string[] = [];
  const { json = true, dryRun = false } = options;
  const said = { log: (line: string) => void lines.push(line), prefix: "lab_" };
  const fail = (line: string) => void failures.push(line);
  const at = { json, dryRun, maxAttempts: 3, ...said, fail };
  return { lines, failures, ...replayReport(stream, at) };
}

const letter = (line: number, reason = "must be\x1b[31m a number") =>
  ({ row: { source: "a.csv", line, field: "n", reason } }) as OpenLetter;

Deno.test("replayReport() names the place of letters that cannot be sent, the first five", () => {
  const { lines, calls } = report();
  for (let line = 1; line <= 8; line++) calls.onUnreplayable(letter(line), "it is gone");
  assert.equal(lines.length, 6);
  assert.equal(lines[0], "unreplayable: a.csv:1: n: must be\\x1b[31m a number: it is gone");
  assert.match(lines[5]!, /only counted/);
});

Deno.test("replayReport() prints one line of JSON, or tables that no text can break", () => {
  const result = { ...none, letters: 2, replayed: 2, seconds: 0.5 };
  const json = report();
  assert.deepEqual(JSON.parse(json.summary(result)), { stream: "notes", ...result });
  const dry = report({ json: false, dryRun: true });
  dry.calls.onChosen(letter(1));
  dry.calls.onChosen(letter(2));
  assert.match(dry.summary(result), /n must be\\x1b\[31m a number +2\n\nstream/);
});

Deno.test("replayReport() fails only if there are open letters and none could be used", () => {
  const verdict = (result: Partial<ReplayResult>) => {
    const { failures, lines, verdict } = report();
    return [verdict({ ...none, ...result }), [...failures, ...lines].join()] as const;
  };
  assert.deepEqual(verdict({}), [0, "No open dead letters in notes"]);
  assert.deepEqual(verdict({ letters: 2, replayed: 1, skipped: 1, stored: 1 }), [0, ""]);
  const noSink = { letters: 1, replayed: 1, stored: null, deadLetteredAgain: null };
  assert.deepEqual(verdict(noSink), [0, ""]);
  const again = verdict({ letters: 2, replayed: 2, deadLetteredAgain: 2 });
  assert.equal(again[0], 1);
  assert.match(again[1], /all 2 were refused again.*lab_dead_letter_reasons/);
  assert.match(verdict({ letters: 2, skipped: 2 })[1], /none of 2 open letters fits/);
  assert.match(verdict({ letters: 2, exhausted: 2 })[1], /2 kept: sent again 3 times already/);
  const lost = verdict({ letters: 3, replayed: 3, stored: 1, deadLetteredAgain: 1 });
  assert.equal(lost[0], 1);
  assert.match(lost[1], /1 of 3 records .* not in the table lab_notes/);
});
