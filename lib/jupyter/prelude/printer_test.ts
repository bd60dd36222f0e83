import assert from "node:assert/strict";
import { openPrinter } from "./printer.ts";

function setUp(limit?: number) {
  const sent: [string, string, number][] = [];
  const later: (() => void)[] = [];
  const printer = openPrinter({
    send: (...message) => sent.push(message),
    now: () => 0,
    later: (flush) => later.push(flush),
    limit,
  });
  return { printer, sent, later };
}

Deno.test("openPrinter() sends a flood in few messages and loses nothing", () => {
  const { printer, sent, later } = setUp();
  const lines = Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`);
  for (const line of lines) printer.print("stdout", line, 1);
  later.forEach((flush) => flush());
  assert.equal(sent.map(([, text]) => text).join(""), lines.join(""));
  assert.ok(sent.length < 50, `${sent.length} messages`);
});

Deno.test("openPrinter() sends the first lines at once", () => {
  const { printer, sent } = setUp();
  printer.print("stdout", "a", 1);
  assert.deepEqual(sent, [["stdout", "a", 1]]);
});

Deno.test("openPrinter() keeps streams and cells apart, in order", () => {
  const { printer, sent } = setUp();
  for (let i = 0; i < 20; i++) printer.print("stdout", "x", 1);
  sent.length = 0;
  printer.print("stdout", "a", 1);
  printer.print("stdout", "b", 1);
  printer.print("stderr", "c", 1);
  printer.print("stderr", "d", 2);
  printer.flush();
  assert.deepEqual(sent, [["stdout", "ab", 1], ["stderr", "c", 1], ["stderr", "d", 2]]);
});

Deno.test("openPrinter() cuts only a cell that prints too much, and only once", () => {
  const { printer, sent } = setUp(10);
  for (let i = 0; i < 5; i++) printer.print("stdout", "12345678", 1);
  printer.print("stdout", "other", 2);
  printer.flush();
  const text = sent.filter(([, , cell]) => cell === 1).map(([, text]) => text).join("");
  assert.match(text, /^1234567812\n… cut here: [^\n]*\n$/);
  assert.deepEqual(sent.at(-1), ["stdout", "other", 2]);
});
