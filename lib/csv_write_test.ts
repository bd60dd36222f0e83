import assert from "node:assert/strict";
import { cellText, formatCsvRow, toCsv } from "./csv_write.ts";
import { seeded } from "./random.ts";

/** Reads CSV by RFC 4180's grammar, one character at a time. Null is an unquoted empty field. */
function read(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (let i = 0; i < text.length;) {
    const row: (string | null)[] = [];
    for (;; i++) {
      let value = "";
      const quoted = text[i] === '"';
      if (quoted) {
        for (i++; text[i] !== '"' || text[i + 1] === '"'; i++) {
          if (text[i] === '"') i++;
          value += text[i];
        }
        i++;
      } else while (text[i] !== "," && text[i] !== "\n") value += text[i++];
      // Unquoted TEXTDATA contains no quote and no line break of either kind.
      if (!quoted) assert.doesNotMatch(value, /["\r]/);
      row.push(value === "" && !quoted ? null : value);
      if (text[i] !== ",") break;
    }
    assert.equal(text[i++], "\n");
    rows.push(row);
  }
  return rows;
}

Deno.test("formatCsvRow() quotes as the examples of RFC 4180 do", () => {
  assert.equal(formatCsvRow(["aaa", "bbb", "ccc"]), "aaa,bbb,ccc\n");
  assert.equal(formatCsvRow(["aaa", "b\r\nbb", "ccc"]), 'aaa,"b\r\nbb",ccc\n');
  assert.equal(formatCsvRow(["aaa", 'b"bb', "ccc"]), 'aaa,"b""bb",ccc\n');
  assert.equal(formatCsvRow(["Taxicab Agency, LLC", " x "]), '"Taxicab Agency, LLC", x \n');
});

Deno.test("formatCsvRow() distinguishes null from empty text", () => {
  assert.equal(formatCsvRow([null, "", undefined, 0, false]), ',"",,0,false\n');
});

Deno.test("cellText() keeps digits, times and structure", () => {
  assert.equal(cellText(0.1 + 0.2), "0.30000000000000004");
  assert.equal(cellText(-0), "-0");
  assert.equal(cellText(2n ** 63n), "9223372036854775808");
  assert.equal(cellText(new Date(Date.UTC(2015, 0, 1))), "2015-01-01T00:00:00.000Z");
  assert.equal(cellText([{ a: 1n }, null]), '[{"a":"1"},null]');
});

Deno.test("toCsv() survives a round trip through a parser of the grammar", () => {
  const random = seeded("csv");
  const pieces = [
    "",
    ",",
    '"',
    '""',
    "\n",
    "\r\n",
    "\r",
    " ",
    "é",
    "日本",
    "🚕",
    "\\",
    "a",
    "null",
  ];
  const value = () =>
    random.next() < 0.1 ? null : Array.from({ length: random.int(0, 5) }, () => random.pick(pieces))
      .join("");
  const rows = Array.from({ length: 500 }, () => ({ 'a"b': value(), "c,d": value(), e: value() }));
  const [header, ...back] = read(toCsv(rows));
  assert.deepEqual(header, ['a"b', "c,d", "e"]);
  assert.deepEqual(back, rows.map((row) => Object.values(row)));
});

Deno.test("toCsv() takes its columns from the first row, or as given", () => {
  assert.equal(toCsv([{ a: 1, b: 2 }, { b: 4, a: 3 }]), "a,b\n1,2\n3,4\n");
  assert.equal(toCsv([{ a: 1, b: 2 }], { columns: ["b"] }), "b\n2\n");
  assert.equal(toCsv([], { columns: ["a", "b"] }), "a,b\n");
  assert.equal(toCsv([]), "");
});
