import assert from "node:assert/strict";
import type { SourceBatch } from "../sources/source.ts";
import {
  defineStream,
  Long,
  Nullable,
  type Stream,
  Symbol,
  Timestamp,
  Type,
} from "../streams/define.ts";
import { accept, refusal } from "./accept.ts";
import type { Undelivered } from "./dead_letter.ts";

const stream = defineStream({
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol({ minLength: 1 }), at: Timestamp(), n: Nullable(Long()) }),
}) as Stream;
const at = "2026-01-01T00:00:00Z";
const rejected = {
  source: "a.csv",
  line: 3,
  field: "n",
  value: "x",
  reason: "is no number",
  raw: "c,x",
};

function accepted(batch: Partial<SourceBatch>) {
  const good: [object, number][] = [];
  const bad: Undelivered[] = [];
  accept({ stream, source: "a.csv", records: [], lines: [], rejected: [], ...batch }, {
    good: (record, line) => good.push([record, line]),
    bad: (letter) => bad.push(letter),
  });
  return { good, bad };
}

Deno.test("accept() parts good records from bad, with the line of each", () => {
  const records = [{ id: "a", at }, { id: "", at }, { id: "c", at, n: 1 }, { id: "d", at, n: "1" }];
  const modified = "2026-02-03T04:05:06Z";
  const { good, bad } = accepted({ records, lines: [1, 2, 4, 5], rejected: [rejected], modified });
  assert.deepEqual(good, [[records[0], 1], [records[2], 4]]);
  assert.deepEqual(bad, [
    { ...rejected, stream, time: modified },
    {
      stream,
      source: "a.csv",
      line: 2,
      field: "id",
      value: "",
      reason: "must not have fewer than 1 characters",
      time: modified,
      raw: JSON.stringify(records[1]),
    },
    {
      stream,
      source: "a.csv",
      line: 5,
      field: "n",
      value: "1",
      reason: "must be integer",
      time: modified,
      raw: JSON.stringify(records[3]),
    },
  ]);
});

Deno.test("accept() gives dead letters the present time where the source has none", () => {
  const before = Date.now();
  const [letter] = accepted({ rejected: [rejected] }).bad;
  const time = Date.parse(letter!.time);
  assert.ok(time >= before && time <= Date.now());
});

Deno.test("refusal() tells the first wrong field and adds the others", () => {
  const place = { stream, source: "t/0", line: 7, time: at, raw: "{}" };
  const letter = refusal({ at: 5, n: 1.5, extra: 1 }, place);
  const { field, value, reason, ...rest } = letter;
  assert.deepEqual(rest, place);
  assert.deepEqual([field, value], ["id", ""]);
  assert.equal(
    reason,
    "is missing; also at must be string; n must be integer; extra is no field of the stream",
  );
});

Deno.test("refusal() tells what is no record at all", () => {
  const { field, value, reason } = refusal([1], {
    stream,
    source: "t",
    line: 0,
    time: at,
    raw: "[1]",
  });
  assert.deepEqual([field, value, reason], ["", "[1]", "must be an object"]);
});
