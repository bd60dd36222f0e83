import assert from "node:assert/strict";
import { defineStream, Long, Nullable, type Stream, Symbol, Timestamp, Type } from "./define.ts";
import { firstBytes, oneError, refusedByQuestdb, reject, withFirstBytes } from "./rejection.ts";

const base = {
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol({ minLength: 1 }), at: Timestamp(), n: Nullable(Long()) }),
} as const;
const stream = defineStream(base) as Stream;
const secret = defineStream({ ...base, sensitive: ["n"] }) as Stream;
const at = "2026-01-01T00:00:00Z";
const input = { stream, source: "t/0", line: 7, time: at, raw: "{}" };

Deno.test("oneError() is the first error, with the others in its reason", () => {
  const { field, value = "", reason } = oneError(stream.check({ at: 5, n: 1.5, extra: 1 }));
  assert.deepEqual([field, value], ["id", ""]);
  assert.equal(
    reason,
    "is missing; also at must be string; n must be integer",
  );
  assert.deepEqual(oneError([]), { reason: "fails the check" });
  const many = Array.from({ length: 5000 }, (_, i) => ({ field: `f${i}`, reason: "is unknown" }));
  assert.match(oneError(many).reason, /^is unknown; also f1 .*; f9 is unknown; and 4990 more$/);
});

Deno.test("reject() keeps the input, and the value as shortened text", () => {
  assert.deepEqual(reject(input, oneError(stream.check([1]))), {
    ...input,
    field: "",
    value: "[1]",
    reason: "must be an object",
  });
  assert.equal(reject(input, { reason: "is bad" }).value, "");
  assert.equal(reject(input, { value: "x".repeat(300), reason: "is long" }).value.length, 200);
  assert.equal(reject({ ...input, key: "a" }, { reason: "is bad" }).key, "a");
});

Deno.test("reject() leaves sensitive values out of the value, the reason and the text", () => {
  const raw = JSON.stringify({ id: "a", at, n: 12345 });
  const found = reject({ ...input, stream: secret, raw }, {
    field: "n",
    value: 12345,
    reason: "x",
  });
  assert.deepEqual([found.value, JSON.parse(found.raw)], ["", { id: "a", at, n: "" }]);
  const broken = reject({ ...input, stream: secret, raw: '{"n": 12345' }, {
    value: '{"n": 12345',
    reason: "must be JSON: near 12345",
  });
  assert.ok(!JSON.stringify({ ...broken, stream: "" }).includes("12345"));
});

Deno.test("firstBytes() keeps at most 64 KiB, and never half a character", () => {
  for (const text of ["x".repeat(70_000), "🚕".repeat(30_000)]) {
    const kept = firstBytes(text);
    assert.equal(new TextEncoder().encode(kept).length, 65_536);
    assert.ok(text.startsWith(kept));
  }
  assert.equal(firstBytes("short"), "short");
});

Deno.test("withFirstBytes() says in reason and text that the record is cut", () => {
  const long = { ...input, raw: "x".repeat(70_000), text: "whole" } as const;
  const rejection = reject(long, { reason: "is long" });
  const { raw, reason, text } = withFirstBytes(rejection);
  assert.deepEqual([raw.length, text], [65_536, "cut"]);
  assert.equal(reason, "is long (its text is cut to 64 KiB)");
  assert.equal(withFirstBytes({ ...rejection, text: "blanked" }).text, "blanked");
  const short = reject(input, { reason: "is bad" });
  assert.equal(withFirstBytes(short), short);
});

Deno.test("refusedByQuestdb() quotes QuestDB unless the stream has sensitive fields", () => {
  const words =
    "error in line 1: table: things, column: n; cast error from STRING: 4111111111111111";
  assert.deepEqual(refusedByQuestdb(stream, words), { reason: words });
  assert.deepEqual(refusedByQuestdb(secret, words), {
    field: "n",
    reason: "QuestDB refuses its row",
  });
  assert.deepEqual(refusedByQuestdb(secret, "busy: 4111111111111111"), {
    reason: "QuestDB refuses its row",
  });
});
