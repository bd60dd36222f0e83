import { parquetReadObjects } from "hyparquet";
import assert from "node:assert/strict";
import { csvFile, parquetFile, type RowFile, type TakeBytes } from "./row_files.ts";

const COLUMNS = [
  { name: "n", type: "LONG" },
  { name: "x", type: "DOUBLE" },
  { name: "at", type: "TIMESTAMP" },
  { name: "ok", type: "BOOLEAN" },
  { name: "text", type: "VARCHAR" },
  { name: "list", type: "DOUBLE[]" },
];
const ROWS: unknown[][] = [
  [9007199254740993n, 1.5, "2026-01-01T00:00:00.123456Z", true, "a", [1, 2]],
  [2, null, null, false, "", null],
  [null, -0.25, "1969-12-31T23:59:59Z", null, null, []],
];

/** A file of the rows, repeated. */
function written(open: (take: TakeBytes) => RowFile, rows: readonly unknown[][]) {
  const pieces: Uint8Array[] = [];
  const file = open((bytes) => pieces.push(bytes));
  for (const values of rows) file.write(values, COLUMNS);
  file.end(COLUMNS);
  return { pieces, bytes: new Uint8Array(pieces.flatMap((piece) => [...piece])) };
}

Deno.test("parquetFile() keeps values and nulls exactly, over several groups", async () => {
  const many = Array.from({ length: 7000 }, () => ROWS).flat();
  const { pieces, bytes } = written(parquetFile, many);
  assert.ok(pieces.length > 2, "bytes leave while rows arrive");
  const found = await parquetReadObjects({ file: bytes.buffer });
  assert.equal(found.length, 21_000);
  assert.deepEqual(found[0], {
    n: 9007199254740993n,
    x: 1.5,
    at: new Date("2026-01-01T00:00:00.123Z"),
    ok: true,
    text: "a",
    list: "[1,2]",
  });
  assert.deepEqual(found.slice(-2), [
    { n: 2n, x: null, at: null, ok: false, text: "", list: null },
    { n: null, x: -0.25, at: new Date("1969-12-31T23:59:59Z"), ok: null, text: null, list: "[]" },
  ]);
});

Deno.test("a file without rows has its columns", async () => {
  assert.equal(new TextDecoder().decode(written(csvFile, []).bytes), "n,x,at,ok,text,list\n");
  assert.deepEqual(await parquetReadObjects({ file: written(parquetFile, []).bytes.buffer }), []);
});

Deno.test("csvFile() writes null as nothing and empty text in quotes", () => {
  assert.equal(
    new TextDecoder().decode(written(csvFile, ROWS).bytes),
    "n,x,at,ok,text,list\n" +
      '9007199254740993,1.5,2026-01-01T00:00:00.123456Z,true,a,"[1,2]"\n' +
      '2,,,false,"",\n' +
      ",-0.25,1969-12-31T23:59:59Z,,,[]\n",
  );
});
