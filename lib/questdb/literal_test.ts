import assert from "node:assert/strict";
import { literal } from "./literal.ts";

Deno.test("literal() writes each type that QuestDB has", () => {
  const cases: [unknown, string][] = [
    ["a", "'a'"],
    ["", "''"],
    ["'; drop table x; --", "'''; drop table x; --'"],
    ["\\'", "'\\'''"],
    ["é😀\u2028", "'é😀\u2028'"],
    [1, "1"],
    [-1.5, "-1.5"],
    [-0, "-0.0"],
    [1e-7, "1e-7"],
    [2 ** 62, "4611686018427387904"],
    [1e20, "100000000000000000000.0"],
    [1e300, "1e+300"],
    [2n ** 62n, "4611686018427387904"],
    [2n ** 64n, "0x10000000000000000"],
    [true, "true"],
    [false, "false"],
    [null, "null"],
    [new Date(0), "'1970-01-01T00:00:00.000Z'::timestamp"],
    [Temporal.Instant.from("2026-01-01T02:00+02:00"), "'2026-01-01T00:00:00Z'::timestamp"],
    [
      Temporal.Instant.from("2026-01-01T00:00:00.123456789Z"),
      "'2026-01-01T00:00:00.123456789Z'::timestamp_ns",
    ],
    [
      Temporal.ZonedDateTime.from("2026-01-01T12:00[America/Chicago]"),
      "'2026-01-01T18:00:00Z'::timestamp",
    ],
    [Temporal.PlainDateTime.from("2026-01-01T12:00"), "'2026-01-01T12:00:00Z'::timestamp"],
    [Temporal.PlainDate.from("2026-01-31"), "'2026-01-31T00:00:00Z'::timestamp"],
  ];
  for (const [value, text] of cases) assert.equal(literal(value), text);
});

Deno.test("literal() refuses what QuestDB cannot take, and says what to write", () => {
  const cases: [unknown, RegExp][] = [
    [undefined, /undefined into SQL: use null/],
    [NaN, /NaN into SQL: QuestDB has no NaN .*use null/],
    [Infinity, /has no Infinity; use a bound/],
    [-Infinity, /has no Infinity/],
    [new Date(NaN), /an invalid Date into SQL/],
    [new Date(Date.UTC(10_000, 0)), /\+010000.*from the year 1 to 9999/],
    ["a\0b", /NUL character/],
    ["a\ud800", /lone surrogate.*toWellFormed/],
    [-(2n ** 63n), /null of LONG; use null/],
    [2n ** 256n, /LONG256, from 0 to/],
    [-(2n ** 64n), /LONG256, from 0 to/],
    [{ a: 1 }, /Cannot write \{ a: 1 \} into SQL: .*one of its fields or JSON\.stringify/],
    [Object.create(null), /one of its fields/],
    [[1], /x in \(\$\{list\}\)/],
    [new Set([1]), /x in \(\$\{list\}\)/],
    [new Uint8Array(2), /x in \(\$\{list\}\)/],
    [() => 1, /call it/],
    [Symbol("a"), /use text/],
    [Promise.resolve(1), /await it first/],
    [new Map(), /one of its fields/],
    [/a/, /use text/],
    [Temporal.Duration.from("PT1H"), /use text/],
    [Temporal.PlainTime.from("12:00"), /use text/],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => literal(value), { name: "TypeError", message });
  }
});
