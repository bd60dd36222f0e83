import assert from "node:assert/strict";
import { CsvReader, type CsvReaderOptions, type CsvRow } from "./csv.ts";
import { fuzz } from "./fuzz_testing.ts";
import type { Random } from "./random.ts";
import { delimiterOf } from "./sources/delimiter.ts";

/** All rows of a text that is cut anywhere. */
function read(text: string, options: CsvReaderOptions, random?: Random): CsvRow[] {
  const reader = new CsvReader(options);
  const rows: CsvRow[] = [];
  for (let at = 0, to; at < text.length; at = to) {
    to = random ? at + random.int(1, 9) : text.length;
    rows.push(...reader.push(text.slice(at, to)));
  }
  return [...rows, ...reader.end()];
}

/** A slow, simple reader of well-formed CSV, one character at a time. Source: RFC 4180. */
function reference(text: string, delimiter: string, lineEnd: string): string[][] {
  const rows: string[][] = [];
  let row = [""], quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quoted && char === '"' && text[at + 1] === '"') row[row.length - 1] += text.charAt(++at);
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === delimiter) row.push("");
    else if (!quoted && text.startsWith(lineEnd, at)) {
      rows.push(row);
      row = [""];
      at += lineEnd.length - 1;
    } else row[row.length - 1] += char;
  }
  return rows;
}

const PARTS = ["a", "7", "é", "🚕", " ", "", "word", ",", ";", "\t", "|", '"', "\n", "\r\n", "\r"];

Deno.test("CsvReader reads as a simple reference does, whatever delimiter and line end, wherever it is cut", async () => {
  await fuzz((random) => {
    const delimiter = random.pick([",", ";", "\t", "|"]);
    const lineEnd = random.pick(["\n", "\r\n", "\r"]);
    const width = random.int(2, 5);
    const header = Array.from({ length: width }, (_, i) => `column ${i}`);
    const cell = () => {
      const text = Array.from({ length: random.int(0, 3) }, () => random.pick(PARTS)).join("");
      const plain = !/["\r\n]/.test(text) && !text.includes(delimiter) && random.next() < 0.8;
      return plain ? text : `"${text.replaceAll('"', '""')}"`;
    };
    // The last cell has a text: empty ones at the end are not counted.
    const rows = Array.from(
      { length: random.int(0, 6) },
      () => [...header.slice(1).map(cell), "end"].join(delimiter),
    );
    const text = [header.join(delimiter), ...rows].map((row) => row + lineEnd).join("");
    const found = read(text, { delimiterOf }, random);
    assert.deepEqual(found.filter(({ problem }) => problem), [], JSON.stringify(text));
    const cells = found.map(({ cells }) => cells);
    assert.deepEqual(cells, reference(text, delimiter, lineEnd), JSON.stringify(text));
    const lines = found.map(({ line }) => line);
    assert.deepEqual(lines, [...new Set(lines)].sort((a, b) => a - b));
  });
});

Deno.test("CsvReader never fails, loses no character, and does not depend on the cuts", async () => {
  const tokens = [...PARTS, "a,b", '""', "\0", "\n", '",'];
  await fuzz((random) => {
    const text = Array.from({ length: random.int(0, 50) }, () => random.pick(tokens)).join("");
    const rows = read(text, { delimiterOf }, random);
    assert.deepEqual(rows, read(text, { delimiterOf }), JSON.stringify(text));
    const plain = (part: string) => part.replace(/[\r\n]/g, "");
    assert.equal(plain(rows.map(({ raw }) => raw).join("")), plain(text), JSON.stringify(text));
    for (const { cells, problem } of rows) {
      assert.ok(problem || cells.length === rows.find((row) => !row.problem)!.cells.length);
    }
  });
});
