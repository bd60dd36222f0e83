import assert from "node:assert/strict";
import { CsvReader, type CsvReaderOptions, type CsvRow } from "./csv.ts";
import { formatCsvRow } from "./csv_write.ts";
import { type Random, seeded } from "./random.ts";

/** All rows of a text, whole or in pieces. */
function read(text: string | string[], options: CsvReaderOptions = {}): CsvRow[] {
  const reader = new CsvReader(options);
  const rows = [text].flat().flatMap((piece) => reader.push(piece));
  return [...rows, ...reader.end()];
}

/** The rows in short: the line, then the cells or the problem. */
function brief(rows: CsvRow[]) {
  return rows.map(({ line, cells, problem }) => [line, problem ?? cells]);
}

Deno.test("CsvReader reads plain rows with LF, CRLF, a byte-order mark and no final newline", () => {
  const rows = [[1, ["a", "b"]], [2, ["1", ""]], [3, ["", "2"]]];
  for (const text of ["a,b\n1,\n,2", "a,b\r\n1,\r\n,2\r\n", "\ufeffa,b\n1,\n,2\n"]) {
    assert.deepEqual(brief(read(text)), rows);
  }
  assert.deepEqual(read(""), []);
  assert.deepEqual(brief(read("a\n\n\r\nb\n")), [[1, ["a"]], [4, ["b"]]]);
});

Deno.test("CsvReader reads quotes as in RFC 4180, with the line where each row starts", () => {
  const text = '"a","b, c"\r\n"say ""hi""","two\r\nlines"\r\n"",""\nlast,"x"';
  assert.deepEqual(brief(read(text)), [
    [1, ["a", "b, c"]],
    [2, ['say "hi"', "two\r\nlines"]],
    [4, ["", ""]],
    [5, ["last", "x"]],
  ]);
  assert.deepEqual(brief(read('\ufeff"a\r\nb",c\r\n1,2')), [[1, ["a\r\nb", "c"]], [3, ["1", "2"]]]);
});

Deno.test("CsvReader reports a ragged row and does not shift cells", () => {
  assert.deepEqual(brief(read('a,b\n1\n2,3,4\n5,6\n"7"\n8,9')), [
    [1, ["a", "b"]],
    [2, "has 1 cells, the header has 2"],
    [3, "has 3 cells, the header has 2"],
    [4, ["5", "6"]],
    [5, "has 1 cells, the header has 2"],
    [6, ["8", "9"]],
  ]);
});

Deno.test("CsvReader reads the delimiter that is chosen by the header", () => {
  const delimiterOf = (header: string) => header.includes(";") ? ";" : ",";
  assert.deepEqual(brief(read('a;b\n"1;2";3,4\n', { delimiterOf })), [
    [1, ["a", "b"]],
    [2, ["1;2", "3,4"]],
  ]);
});

Deno.test("CsvReader reads lines that end with CR, wherever the text is cut", () => {
  const text = 'a,b\r1,2\r\r"3\r4",5\r';
  const rows = [[1, ["a", "b"]], [2, ["1", "2"]], [4, ["3\r4", "5"]]];
  assert.deepEqual(brief(read(text)), rows);
  assert.deepEqual(brief(read([...text])), rows);
});

Deno.test("CsvReader reads lines apart that another kind of line end joins", () => {
  assert.deepEqual(brief(read("a,b\n1,2\r3,4\n5,6\n")), [
    [1, ["a", "b"]],
    [2, ["1", "2"]],
    [3, ["3", "4"]],
    [4, ["5", "6"]],
  ]);
  assert.deepEqual(brief(read('a,b\r1,2\n3,"4"\r5,6')), [
    [1, ["a", "b"]],
    [2, ["1", "2"]],
    [3, ["3", "4"]],
    [4, ["5", "6"]],
  ]);
});

Deno.test("CsvReader does not count empty cells at the end of a row or header", () => {
  assert.deepEqual(brief(read('a,b\n1,2,\n3,4, ,""\n5,6,7\n')), [
    [1, ["a", "b"]],
    [2, ["1", "2"]],
    [3, ["3", "4"]],
    [4, "has 3 cells, the header has 2"],
  ]);
  assert.deepEqual(brief(read("a,b,\n1,2\n3\n")), [
    [1, ["a", "b", ""]],
    [2, ["1", "2", ""]],
    [3, "has 1 cells, the header has 3"],
  ]);
});

Deno.test("CsvReader loses only one line to a misplaced quote", () => {
  const open = "opens a quote that never closes";
  const stray = "has a quote where none is allowed";
  const good = [[1, ["a", "b"]], [3, ["3", "4"]], [4, ["5, 5", "6"]], [5, ["7", "8"]]];
  for (
    const [line, problem] of [
      ['1,"2', open],
      ['"1,2', open],
      ['"1""",2"', stray],
      ['1,2"', stray],
      ['"1"x,2', stray],
      ['1, "2"', stray],
      ['1,""2""', stray],
      ['"', open],
    ]
  ) {
    const expected = good.toSpliced(1, 0, [2, problem!] as never);
    assert.deepEqual(brief(read(`a,b\n${line}\n3,4\n"5, 5",6\n7,8\n`)), expected, line);
  }
  assert.deepEqual(brief(read('a,b\n1,2\n3,"4\n5,6\n7,8')), [
    [1, ["a", "b"]],
    [2, ["1", "2"]],
    [3, open],
    [4, ["5", "6"]],
    [5, ["7", "8"]],
  ]);
});

Deno.test("CsvReader does not swallow rows between misplaced quotes into one of another width", () => {
  const stray = "has a quote where none is allowed";
  assert.deepEqual(brief(read('a,b\n"1\n3,4\n5"\n6,7')), [
    [1, ["a", "b"]],
    [2, "opens a quote that closes 2 lines below; as one row it has 1 cells, the header has 2"],
    [3, ["3", "4"]],
    [4, stray],
    [5, ["6", "7"]],
  ]);
  assert.deepEqual(brief(read('a,b\n1,"2\n3,4\n5\n6,7\n8",9,10\n')), [
    [1, ["a", "b"]],
    [2, "opens a quote that closes 4 lines below; as one row it has 4 cells, the header has 2"],
    [3, ["3", "4"]],
    [4, "has 1 cells, the header has 2"],
    [5, ["6", "7"]],
    [6, stray],
  ]);
  const lines = ["a,b,c", '1,2,"3', "4,5,6", '7,"8, 8",9', "", '10",11,12', "13,14,15"];
  const without = lines.toSpliced(3, 1);
  for (const end of ["\n", "\r\n"]) {
    assert.deepEqual(brief(read(without.join(end))), [
      [1, ["a", "b", "c"]],
      [2, "opens a quote that closes 3 lines below; as one row it has 5 cells, the header has 3"],
      [3, ["4", "5", "6"]],
      [5, stray],
      [6, ["13", "14", "15"]],
    ]);
    assert.deepEqual(brief(read(lines.join(end))), [
      [1, ["a", "b", "c"]],
      [2, "opens a quote that does not close at the end of a cell"],
      [3, ["4", "5", "6"]],
      [4, ["7", "8, 8", "9"]],
      [6, stray],
      [7, ["13", "14", "15"]],
    ]);
  }
});

Deno.test("CsvReader does not read the text of a quoted cell as rows if its row is ragged", () => {
  for (
    const [row, cells] of [
      ['1,"note\nghost,7,8\nend",3,extra', 4],
      ['1,"note\nghost,7,8\nend"', 2],
      ['1,"a, b, note\nghost,7,8\nghost,7,8\nend",3,extra', 4],
      ['1,2,"3\nno row\nghost,7,8\nend",extra', 4],
      ['"note\nno row\nghost,7,8\nend"', 1],
      ['1,"note\n",3,extra', 4],
      ['1,2,"note\nend",extra', 4],
      ['1,"say ""no""\nghost,7,8\n""end""",3,extra', 4],
    ] as const
  ) {
    const lines = row.split("\n").length;
    for (const end of ["\n", "\r\n"]) {
      const text = `a,b,c\n${row}\n4,5,6\n`.replaceAll("\n", end);
      const expected = [
        [1, ["a", "b", "c"]],
        [2, `has ${cells} cells, the header has 3`],
        [2 + lines, ["4", "5", "6"]],
      ];
      assert.deepEqual(brief(read(text)), expected, text);
      assert.deepEqual(brief(read([...text])), expected, text);
      assert.equal(read(text)[1]!.raw, row.replaceAll("\n", end), "all its lines");
    }
    const cr = brief(read(`a,b,c\n${row.replaceAll("\n", "\r")}\n4,5,6\n`));
    assert.deepEqual(cr[1], [2, `has ${cells} cells, the header has 3`], "other line ends");
    assert.deepEqual([cr.length, cr[2]![1]], [3, ["4", "5", "6"]]);
  }
});

Deno.test("CsvReader continues after a row longer than the limit", () => {
  const limit = 20;
  const long = "x".repeat(50);
  const rows = brief(read(["a,b\n", long, long, `,1\n2,3\n4,"`, "\n5,6".repeat(10)], { limit }));
  assert.deepEqual(rows.slice(0, 4), [
    [1, ["a", "b"]],
    [2, "is longer than 20 characters"],
    [3, ["2", "3"]],
    [4, "opens a quote that does not close within 20 characters"],
  ]);
  assert.deepEqual(rows.slice(4), Array.from({ length: 10 }, (_, i) => [5 + i, ["5", "6"]]));
});

Deno.test("CsvReader shows the unfinished row", () => {
  const reader = new CsvReader();
  reader.push('a,b\n1,2\n3,"4\n5');
  assert.deepEqual(reader.unfinished, { line: 3, raw: '3,"4\n5' });
});

const PARTS = ['"', ",", "\r\n", "\n", "a", "7", "é", "🚕", " ", "", "word", '""', "\t"];

function randomCell(random: Random): string {
  return Array.from({ length: random.int(0, 4) }, () => random.pick(PARTS)).join("");
}

/** Cuts a text anywhere, also within a surrogate pair. */
function cut(text: string, random: Random): string[] {
  const pieces = [];
  for (let at = 0, to; at < text.length; at = to) {
    to = at + random.int(1, 12);
    pieces.push(text.slice(at, to));
  }
  return pieces;
}

Deno.test("CsvReader reads back any rows that were written, wherever the text is cut", () => {
  const random = seeded("csv rows");
  for (let round = 0; round < 500; round++) {
    const width = random.int(1, 5);
    // A row of one empty cell is a blank line to every reader unless it is quoted, as here.
    const rows = Array.from(
      { length: random.int(1, 12) },
      () => Array.from({ length: width }, () => randomCell(random)),
    );
    const end = random.pick(["\n", "\r\n"]);
    const lines = rows.map((row) => formatCsvRow(row).slice(0, -1) + end);
    const text = lines.join("");
    let line = 1;
    const expected = rows.map((row, i) => {
      const from = line;
      line += lines[i]!.split("\n").length - 1;
      return [from, row];
    });
    assert.deepEqual(brief(read(cut(text, random))), expected, JSON.stringify(text));
    assert.deepEqual(brief(read(text.replace(/\r?\n$/, ""))), expected);
  }
});

Deno.test("CsvReader loses only the damaged lines, and always reaches the end", () => {
  const random = seeded("csv damage");
  for (let round = 0; round < 2000; round++) {
    // Cells that do not look like the end of another cell if a quote precedes them.
    const cell = (id: number) => random.pick([`${id}`, `"c, ${id}"`, `"say ""${id}"""`, `w${id}`]);
    const count = random.int(3, 30);
    const lines = Array.from(
      { length: count },
      (_, i) => [`id${i}`, cell(i), `${i * 3}`, `"q, ${i}"`, "end"].join(","),
    );
    const damaged = new Set<number>();
    const broken = [...lines];
    for (let i = random.int(1, 3); i > 0; i--) {
      const at = random.int(1, count - 1);
      const line = broken[at]!;
      const from = random.int(0, line.length);
      const junk = random.pick(['"', '""', ",", "x", '",', ',"', "\u0000", "", '\n"', "é"]);
      broken[at] = line.slice(0, from) + junk + line.slice(from + random.int(0, 3));
      damaged.add(at);
    }
    const rows = read(cut(broken.join("\n"), random));
    const seen = new Set(rows.filter((row) => !row.problem).map((row) => row.raw));
    lines.forEach((line, i) => {
      if (!damaged.has(i)) assert.ok(seen.has(line), `${line} of\n${broken.join("\n")}`);
    });
    const covered = rows.reduce((sum, row) => sum + row.raw.split("\n").length, 0);
    const written = broken.join("\n").split("\n").filter((line) => line !== "").length;
    assert.equal(covered, written, "every line is in exactly one row");
  }
});

Deno.test("CsvReader takes time proportional to the text, whatever the quotes", () => {
  const hostile = ['a,"b\n', '"",""\n', 'x,"""\n', '"\n', '""""\n', ',"",\n'];
  for (const line of hostile) {
    const text = "h,i\n" + (line + hostile[1]!.repeat(3)).repeat(20_000);
    const started = performance.now();
    const rows = read(text, { limit: 65_536 });
    assert.ok(performance.now() - started < 2000, `${JSON.stringify(line)} took too long`);
    assert.ok(rows.length > 20_000);
  }
});
