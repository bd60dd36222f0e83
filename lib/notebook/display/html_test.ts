import assert from "node:assert/strict";
import { DISPLAY } from "./bundle.ts";
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

Deno.test("html has a text without tags for use outside Jupyter", () => {
  const piece = html`
    <style>b{}</style>
    <p>One &amp; <b>${"<two>"}</b></p>
    <p>3</p>
  `;
  assert.equal(piece[DISPLAY]()["text/plain"], "One & <two>\n3");
});
