import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { highlighted, languageOf } from "./highlight.ts";

const source =
  "const rows = await sql<{ n: number }>`\n  select count() n from ${trips} where a < 1`; // <b>";

Deno.test("highlighted() marks TypeScript, and SQL in templates, without changing the text", () => {
  const markup = highlighted(source);
  const { document } = parseHTML(`<html><body><pre>${markup}</pre></body></html>`);
  const pre = document.querySelector("pre")!;
  assert.equal(pre.textContent, source);
  const words = [...pre.querySelectorAll(".hljs-keyword")].map(({ textContent }) => textContent);
  for (const word of ["const", "await", "select", "from", "where"]) {
    assert.ok(words.includes(word), `${word} is a keyword`);
  }
  assert.equal(pre.querySelector(".hljs-comment")!.textContent, "// <b>");
});

Deno.test("highlighted() reads a cell that begins with -- sql as SQL", () => {
  assert.equal(languageOf("-- sql counts\nselect 1"), "sql");
  assert.equal(languageOf("let sql = 1"), "typescript");
  assert.match(highlighted("-- sql\nselect 1"), /hljs-comment[\s\S]*hljs-keyword">select/);
});
