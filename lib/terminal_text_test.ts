import assert from "node:assert/strict";
import { cutTo, printable, printableJson, widthOf } from "./terminal_text.ts";

Deno.test("printable() escapes everything that controls a terminal", () => {
  assert.equal(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
  assert.equal(printable("\x1b]0;title\x07\x9b2J\x7f\0"), "\\x1b]0;title\\x07\\x9b2J\\x7f\\x00");
  assert.equal(printable("abc\u202edcba\u2066\u200f\u2028"), "abc\\u202edcba\\u2066\\u200f\\u2028");
  assert.equal(printable("half \ud83d, whole 🚕"), "half \\ud83d, whole 🚕");
  for (let code = 0; code < 0x100; code++) {
    assert.doesNotMatch(printable(String.fromCharCode(code)), /\p{Cc}/u, `code ${code}`);
  }
});

Deno.test("printable() leaves every script unchanged", () => {
  const text = "naïve C:\\new Ελληνικά العربية 日本語 한국어 👩‍👩‍👧 ✌️ e\u0301 “quoted” {json: [1]}";
  assert.equal(printable(text), text);
});

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

Deno.test("printableJson() is JSON of the same value, and nothing in it controls a terminal", () => {
  const value = { "k\u202e": ["\x1b[2J\x7f\x9b\u2028", "naïve 日本 🚕", 'say "\\n"\n', 1, null] };
  const json = printableJson(value);
  assert.deepEqual(JSON.parse(json), value);
  assert.equal(printable(json), json);
  assert.match(json, /"k\\u202e"/);
});
