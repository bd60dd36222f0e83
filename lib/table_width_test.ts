import assert from "node:assert/strict";
import { formatTable } from "./table.ts";
import { fitColumns } from "./table_width.ts";

const text = (natural: number) => ({ natural, fixed: false });
const number = (natural: number) => ({ natural, fixed: true });

Deno.test("fitColumns() cuts the widest texts first, never numbers, then leaves out columns", () => {
  assert.deepEqual(fitColumns([text(10), number(9)], 21), [10, 9]);
  assert.deepEqual(fitColumns([text(40), text(20), number(10)], 64), [30, 20, 10]);
  assert.deepEqual(fitColumns([text(40), text(38), number(10)], 60), [23, 23, 10]);
  assert.deepEqual(fitColumns([number(30), number(30), number(30)], 70), [30, 30]);
  assert.deepEqual(fitColumns([number(90)], 70), [90]);
  assert.deepEqual(fitColumns([], 70), []);
});

Deno.test("formatTable() fits a terminal's width, and says what is missing and how to see it", () => {
  const rows = [{ id: 1234567, name: "a".repeat(50), city: "b".repeat(50), fare: 12.5, tip: null }];
  const lines = formatTable(rows, { width: 40, wider: "\\x shows all" }).split("\n");
  assert.ok(lines.every((line) => line.length <= 40), lines.join("\n"));
  assert.match(lines[2]!, /^1234567 {2}a+… {2}b+…$/);
  assert.deepEqual(lines.slice(3), ["… 2 more columns: fare, tip", "\\x shows all"]);
  assert.doesNotMatch(formatTable(rows), /…/);
});

Deno.test("formatTable() colours headings and null, and aligns as without colours", () => {
  const rows = [{ a: null, b: 1 }, { a: "text", b: 22 }];
  const style = (open: string) => (text: string) => `${open}${text}>`;
  const coloured = formatTable(rows, {
    colours: { bold: style("<b"), dim: style("<d"), red: style("<r") },
  });
  assert.match(coloured, /<bb>/);
  assert.match(coloured, /<dnull>/);
  assert.equal(coloured.replaceAll(/<[bd]|>/g, ""), formatTable(rows));
});
