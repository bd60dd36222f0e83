import assert from "node:assert/strict";
import { printable, printableLines } from "./printable.ts";

Deno.test("printable() escapes everything that controls a terminal", () => {
  assert.equal(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
  assert.equal(
    printable("\x1b]0;title\x07\x9b2J\x7f\0"),
    "\\x1b]0;title\\x07\\u009b2J\\u007f\\x00",
  );
  assert.equal(printable("abc\u202edcba\u2066\u200f\u2028"), "abc\\u202edcba\\u2066\\u200f\\u2028");
  assert.equal(printable("half \ud83d, whole 🚕"), "half \\ud83d, whole 🚕");
  for (let code = 0; code < 0x100; code++) {
    assert.doesNotMatch(printable(String.fromCharCode(code)), /\p{Cc}/u, `code ${code}`);
  }
});

Deno.test("printableLines() keeps line breaks and tabs, and JSON's meaning", () => {
  assert.equal(printableLines("a\r\n\tb\x1b[2J\rc\n"), "a\n\tb\\x1b[2J\\rc\n");
  const value = { ["\x7f"]: "\x1b\x9b\u202e\u2028\ud83d 日本" };
  const json = printableLines(JSON.stringify(value));
  assert.doesNotMatch(json, /[\p{Cc}\u202e\u2028]/u);
  assert.deepEqual(JSON.parse(json), value);
});

Deno.test("printable() leaves every script unchanged", () => {
  const text = "naïve C:\\new Ελληνικά العربية 日本語 한국어 👩‍👩‍👧 ✌️ e\u0301 “quoted” {json: [1]}";
  assert.equal(printable(text), text);
});
