import assert from "node:assert/strict";
import { cutTo, widthOf } from "./terminal_text.ts";

Deno.test("widthOf() counts wide characters as two cells and combining marks as none", () => {
  // Unicode Standard Annex #11: W and F are two cells, H and Na one.
  const widths = { "": 0, abc: 3, "日本": 4, "한글": 4, "Ａ": 2, "ｱ": 1, "é": 1, "e\u0301": 1 };
  for (const [text, width] of Object.entries(widths)) assert.equal(widthOf(text), width, text);
  for (const emoji of ["🚕", "👩‍👩‍👧", "🇩🇪", "✌️"]) assert.equal(widthOf(emoji), 2, emoji);
});

Deno.test("cutTo() keeps what fits and cuts between characters", () => {
  assert.equal(cutTo("abcdef", 6), "abcdef");
  assert.equal(cutTo("abcdefg", 6), "abcde…");
  assert.equal(cutTo("日本語", 6), "日本語");
  assert.equal(cutTo("日本語", 5), "日本…");
  assert.equal(cutTo("日本語", 4), "日…");
  assert.equal(cutTo("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
  assert.equal(cutTo("ae\u0301b", 3), "ae\u0301b");
});

Deno.test("cutTo() bounds a text without width", () => {
  assert.ok(cutTo("e" + "\u0301".repeat(1e6), 10).length <= 161);
  assert.ok(cutTo("\u200b".repeat(1e6), 10).length <= 161);
});
