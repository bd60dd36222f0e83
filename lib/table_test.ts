import assert from "node:assert/strict";
import { formatTable } from "./table.ts";

Deno.test("formatTable() aligns text left and numbers right, with all their digits", () => {
  const rows = [
    { type: "PushEvent", events: 4280, share: 0.1 + 0.2, id: 2n ** 63n },
    { type: "ForkEvent", events: 7, share: -1e-7, id: null },
  ];
  assert.equal(
    formatTable(rows),
    [
      "type       events                share                   id",
      "---------  ------  -------------------  -------------------",
      "PushEvent    4280  0.30000000000000004  9223372036854775808",
      "ForkEvent       7                -1e-7                 null",
    ].join("\n"),
  );
});

Deno.test("formatTable() distinguishes null, missing values, empty text and numbers as text", () => {
  const rows = [{ a: "10", b: null, c: "" }, { a: "9", b: true, d: -0 }];
  assert.equal(
    formatTable(rows),
    ["a   b     c   d", "--  ----  -  --", "10  null", "9   true     -0"].join("\n"),
  );
});

Deno.test("formatTable() writes dates in ISO 8601 and objects as JSON", () => {
  const rows = [{
    at: new Date(Date.UTC(2022, 3, 1, 5, 15)),
    bad: new Date(NaN),
    tags: ["a", { n: 1n }],
  }];
  const [, , line] = formatTable(rows).split("\n");
  assert.equal(line, '2022-04-01T05:15:00.000Z  Invalid Date  ["a",{"n":"1"}]');
});

Deno.test("formatTable() keeps columns straight with wide characters, marks and cut cells", () => {
  const rows = ["plain", "日本語", "🚕 taxi", "e\u0301te\u0301", "x".repeat(30), "語".repeat(30)]
    .map((name) => ({ name, end: "|" }));
  const lines = formatTable(rows, { maxWidth: 12 }).split("\n").slice(2);
  const cells = (text: string) =>
    [...text].reduce((sum, c) => sum + (/\p{Mn}/u.test(c) ? 0 : /[日本語🚕]/u.test(c) ? 2 : 1), 0);
  assert.deepEqual(lines.map((line) => cells(line.slice(0, line.indexOf("|")))), Array(6).fill(14));
  assert.ok(lines[4]!.startsWith(`${"x".repeat(11)}…  |`));
  assert.ok(lines[5]!.startsWith(`${"語".repeat(5)}…   |`));
});

Deno.test("formatTable() lets neither a value nor a name control the terminal", () => {
  const text = formatTable([{ "na\x1b[2Jme": "line\nbreak", b: { c: "\x9b31m\u202e" } }]);
  assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
  assert.equal(text.split("\n").length, 3);
  assert.match(text, /na\\x1b\[2Jme.*\n.*\nline\\nbreak/);
});

Deno.test("formatTable() names columns without rows and counts the rows that it leaves out", () => {
  assert.equal(formatTable([]), "(0 rows)");
  assert.equal(formatTable([], { columns: ["a", "b"] }), "a  b\n-  -\n(0 rows)");
  const rows = Array.from({ length: 5 }, (_, i) => ({ i, wide: i > 2 ? "long text" : "" }));
  assert.equal(
    formatTable(rows, { columns: ["i"], maxRows: 2 }),
    "i\n-\n0\n1\n… 3 more rows",
  );
  assert.match(formatTable(rows, { maxRows: 4 }), /\n… 1 more row$/);
  assert.equal(formatTable(Array(200_000).fill({ a: 1 }), { maxRows: Infinity }).length, 400_003);
});
