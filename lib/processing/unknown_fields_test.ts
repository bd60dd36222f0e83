import assert from "node:assert/strict";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";
import { UnknownFields, unknownFieldWarning } from "./unknown_fields.ts";

const stream = deadLetters as Stream;

Deno.test("UnknownFields counts every value and names each field once, at most 20", () => {
  const named: (string | undefined)[] = [];
  const fields = new UnknownFields({ onFirst: (_, name) => named.push(name) });
  fields.add(stream, ["colour"]);
  fields.add(stream, ["colour", "\x1b[2J"]);
  assert.deepEqual(named, ["colour", "\\x1b[2J"]);
  for (let i = 0; i < 100; i++) fields.add(stream, [`${i}${"x".repeat(100_000)}`]);
  assert.equal(fields.count(stream), 103);
  assert.equal(named.length, 21);
  assert.equal(named.at(-1), undefined);
  assert.ok(named.every((name = "") => name.length <= 100));
});

Deno.test("unknownFieldWarning() says what becomes of the field", () => {
  assert.match(
    unknownFieldWarning(stream, "a"),
    /^warning: the field "a" of dead_letters .* is not stored/,
  );
  assert.match(
    unknownFieldWarning({ ...stream, unknown: "keep" }, undefined),
    /further fields.*are kept/,
  );
});
