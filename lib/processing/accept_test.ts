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
import type { Rejection } from "../streams/rejection.ts";
import { accept } from "./accept.ts";

const stream = defineStream({
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol({ minLength: 1 }), at: Timestamp(), n: Nullable(Long()) }),
}) as Stream;
const at = "2026-01-01T00:00:00Z";
const modified = "2026-02-03T04:05:06Z";
const rejected: Rejection = {
  stream,
  source: "a.csv",
  line: 3,
  field: "n",
  value: "x",
  reason: "is not a number",
  time: modified,
  raw: "c,x",
};

function accepted(batch: Partial<SourceBatch>) {
  const good: [object, number][] = [];
  const bad: Rejection[] = [];
  const unknown: string[] = [];
  accept({ stream, source: "a.csv", records: [], lines: [], rejected: [], ...batch }, {
    good: (record, line) => good.push([record, line]),
    bad: (rejection) => bad.push(rejection),
    unknown: (names) => unknown.push(...names),
  });
  return { good, bad, unknown };
}

Deno.test("accept() separates good records from bad, with the line of each", () => {
  const records = [{ id: "a", at }, { id: "", at }, { id: "c", at, n: 1 }, { id: "d", at, n: "1" }];
  const { good, bad } = accepted({ records, lines: [1, 2, 4, 5], rejected: [rejected], modified });
  assert.deepEqual(good, [[records[0], 1], [records[2], 4]]);
  assert.deepEqual(bad, [
    rejected,
    {
      stream,
      source: "a.csv",
      line: 2,
      field: "id",
      value: "",
      reason: "must not have fewer than 1 characters",
      time: modified,
      raw: JSON.stringify(records[1]),
      text: "whole",
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
      text: "whole",
    },
  ]);
});

Deno.test("accept() refuses a time that would be rounded, and passes on unknown fields", () => {
  const records = [{ id: "a", at: "2026-01-01T00:00:00.000001Z" }, { id: "b", at, colour: "red" }];
  const { good, bad, unknown } = accepted({ records, lines: [1, 2], modified });
  assert.deepEqual(good, [[records[1], 2]]);
  assert.deepEqual(bad.map(({ field, line }) => [field, line]), [["at", 1]]);
  assert.match(bad[0]!.reason, /finer time than the stream's 3 fractional digits/);
  assert.deepEqual(unknown, ["colour"]);
});
