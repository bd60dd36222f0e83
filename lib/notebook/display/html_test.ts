import assert from "node:assert/strict";
import { DISPLAY } from "./bundle.ts";
import { gridBundle } from "./data_grid.ts";
import { escapeHtml, html } from "./html.ts";

const nasty = `<img src=x onerror="alert('1')">&amp;`;

Deno.test("html escapes values, keeps nested pieces and joins lists", () => {
  const inner = html`<i>${"a<b"}</i>`;
  const { html: markup } = html`<p title="${`"'`}">${inner}${[inner, 1, null]}${undefined}</p>`;
  assert.equal(
    markup,
    `<p title="&quot;&#39;"><i>a&lt;b</i><i>a&lt;b</i>1</p>`,
  );
  assert.equal(html`<b>${nasty}</b>`.html, `<b>${escapeHtml(nasty)}</b>`);
  assert.ok(!escapeHtml(nasty).includes("<"));
});

Deno.test("html has a text without tags for elsewhere", () => {
  const piece = html`
    <style>b{}</style>
    <p>One &amp; <b>${"<two>"}</b></p>
    <p>3</p>
  `;
  assert.equal(piece[DISPLAY]()["text/plain"], "One & <two>\n3");
});

Deno.test("gridBundle() escapes names, types, values and notes, and drives no terminal", () => {
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

Deno.test("gridBundle() tells null from text and aligns numbers", () => {
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
