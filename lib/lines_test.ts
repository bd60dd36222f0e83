import assert from "node:assert/strict";
import { LineSplitter } from "./lines.ts";

/** The lines of a text that is passed in pieces of a given length. */
function linesOf(text: string, { piece, limit = 1000 }: { piece: number; limit?: number }) {
  const splitter = new LineSplitter({ limit });
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += piece) {
    lines.push(...splitter.push(text.slice(at, at + piece)));
  }
  return [...lines, ...splitter.end()];
}

Deno.test("LineSplitter returns the same lines however the text is cut", () => {
  const text = "one\n\ntwo\r\nthree 🚕\n\n\nlast";
  const lines = ["one", "", "two\r", "three 🚕", "", "", "last"];
  for (let piece = 1; piece <= text.length; piece++) {
    assert.deepEqual(linesOf(text, { piece }), lines);
  }
  assert.deepEqual(linesOf("a\nb\n", { piece: 2 }), ["a", "b"]);
  assert.deepEqual(linesOf("", { piece: 1 }), []);
});

Deno.test("LineSplitter keeps at most limit + 1 characters of a long line", () => {
  const text = `${"x".repeat(50)}\nshort\n${"y".repeat(10)}\n`;
  assert.deepEqual(linesOf(text, { piece: 3, limit: 10 }), [
    "x".repeat(11),
    "short",
    "y".repeat(10),
  ]);
  const splitter = new LineSplitter({ limit: 10 });
  for (let i = 0; i < 1000; i++) splitter.push("abcdefg");
  assert.equal(splitter.rest.length, 11);
});
