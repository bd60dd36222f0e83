import assert from "node:assert/strict";
import { gridBundle } from "./data_grid.ts";
import { escapeHtml } from "./html.ts";

const nasty = `<img src=x onerror="alert('1')">&amp;`;

Deno.test("gridBundle() escapes names, types, values and notes, and controls no terminal", () => {
  const bundle = gridBundle({
    head: [{ [nasty]: nasty, b: "\x1b[31m\n" }],
    columns: [{ name: nasty, type: nasty }, { name: "b" }],
    rows: 1,
    caption: nasty,
    note: nasty,
  });
  assert.ok(!bundle["text/html"]!.includes("<img"));
  assert.equal(bundle["text/html"]!.split(escapeHtml(nasty)).length - 1, 5);
  assert.ok(!bundle["text/plain"].includes("\x1b"));
});

Deno.test("gridBundle() distinguishes null from text and aligns numbers", () => {
  const bundle = gridBundle({
    head: [{ a: 1, s: "null" }, { a: null, s: null }],
    tail: [{ a: 22.25, s: "" }],
    columns: [{ name: "a", type: "DOUBLE" }, { name: "s" }],
    rows: 1234,
  });
  const markup = bundle["text/html"]!;
  assert.equal(markup.split('<span class="null">null</span>').length - 1, 2);
  assert.ok(markup.includes("<td>null</td>"));
  assert.deepEqual(bundle["text/plain"].split("\n"), [
    "1,234 rows × 2 columns",
    "a      s",
    "-----  ----",
    " 1.00  null",
    " null  null",
    "… 1,231 rows more",
    "22.25",
  ]);
});
