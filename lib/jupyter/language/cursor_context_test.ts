import assert from "node:assert/strict";
import { columnString } from "./column_strings.ts";
import { cursorContext, isSqlCell } from "./cursor_context.ts";

/** The context at `|`. */
function at(cell: string) {
  const cursor = cell.indexOf("|");
  const code = cell.replace("|", "");
  return { code, ...cursorContext(code, cursor) };
}

Deno.test("SQL is found in templates of sql, whole or open, and in cells of SQL", () => {
  for (
    const [cell, text] of [
      ["sql`sel|", "sel"],
      ["await sql`select | from a`; b", "select  from a"],
      ["sql.text`|`", ""],
      ["sql.with({ limit: 1 })`x|`", "x"],
      ["sql<Row>`x|`", "x"],
      ["live(sql`x ${f(`a`)} |`)", "x ${f(`a`)} "],
      ["`a`; sql`b\\` |", "b\\` "],
      ["-- sql\nselect |", "select "],
      ["-- sql rows\nselect |", "select "],
      ["select |* from t", "select * from t"],
    ] as const
  ) {
    assert.equal(at(cell).sql?.text, text, cell);
    const { sql } = at(cell);
    assert.equal(sql?.text.slice(0, sql.cursor), text.slice(0, sql?.cursor), cell);
  }
});

Deno.test("SQL is not found in values, other templates, comments, strings", () => {
  for (
    const cell of [
      "sql`a ${b|}`",
      "html`a|`",
      "`sql|`",
      "// sql`|",
      "'sql`|'",
      "/sql`|/",
      "sql`a` |",
      "nosql`|`",
      "select(|x)",
    ]
  ) assert.equal(at(cell).sql, undefined, cell);
  assert.ok(!isSqlCell("-- sqlite\nx"));
  assert.ok(!isSqlCell("show(rows);"));
});

Deno.test("comments, regular expressions and other text are no place for names", () => {
  for (const cell of ["// a|", "/* a|", "x = /a|b/", "`a|`"]) assert.ok(at(cell).other, cell);
  for (const cell of ["a / b|", "// x\na|", "/* x */ a|", "`${a|}`", "x = /a`/; b|"]) {
    assert.ok(!at(cell).other, cell);
  }
});

Deno.test("a string in a call names a column of the rows that the call gets", () => {
  for (
    const [cell, rows] of [
      ['chart.line(rows, { x: "|', "rows"],
      ['chart.line(rows, { x: "a", y: "|" })', "rows"],
      ["await show(chart.line(f(a, b), { x: '|", "f(a, b)"],
      ['table(rows, { columns: ["a", "|', "rows"],
      ['pick(rows, "|")', "rows"],
      ['chart.bars(await sql`select a, b`, { x: "|', "await sql`select a, b`"],
      ['chart.line(rows, { title: "|', undefined],
      ['f("|', undefined],
      ['x = { y: "|', undefined],
    ] as const
  ) {
    const { code, ...context } = at(cell);
    assert.equal(columnString(code, context)?.rows, rows, cell);
  }
});
