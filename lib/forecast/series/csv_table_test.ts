import assert from "node:assert/strict";
import { withFolder } from "../../sources/testing.ts";
import { csvTable } from "./csv_table.ts";
import { seriesFromTable } from "./series_from_table.ts";

/** The values of the series in a file. */
async function values(content: string | Uint8Array, encoding?: string): Promise<number[]> {
  let found: number[] = [];
  await withFolder({ "a.csv": content }, async (folder) => {
    const table = await csvTable(`${folder}/a.csv`, { encoding, log: () => {} });
    const [one] = seriesFromTable(table, { last: "keep", fill: "zero" });
    found = [...one!.value];
  });
  return found;
}

const days = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"];
const file = (cells: string[], delimiter = ",", header = "date,value") =>
  [header.replace(",", delimiter), ...cells.map((cell, i) => `${days[i]}${delimiter}${cell}`)]
    .join("\n");

Deno.test("csvTable() reads numbers by the rule for files", async () => {
  assert.deepEqual(
    await values(file(['"1,000"', '"1,234.50"', "1e-3", "-2"])),
    [1000, 1234.5, 0.001, -2],
  );
  assert.deepEqual(await values(file(["7", "NA", " ", "\\N"])), [7, 0, 0, 0], "gaps are filled");
  for (const delimiter of [";", "\t", "|"]) {
    assert.deepEqual(await values(file(["1.5", "2", "3", "4"], delimiter)), [1.5, 2, 3, 4]);
  }
  assert.deepEqual(await values(file(["1.234", "100,5", "2", "3"], ";")), [1234, 100.5, 2, 3]);
  await assert.rejects(values(file(["1,234", "2", "3", "4"], ";")), /may be 1234 or 1\.234/);
  await assert.rejects(values(file(["9007199254740993", "2", "3", "4"])), /only numbers/);
});

Deno.test("csvTable() leaves out an index, and reads other encodings and line ends", async () => {
  const indexed = ",date,value\n" + days.map((day, i) => `${i},${day},${i + 5}`).join("\n");
  assert.deepEqual(await values(indexed), [5, 6, 7, 8]);
  assert.deepEqual(await values(file(["1", "2", "3", "4"]).replaceAll("\n", "\r")), [1, 2, 3, 4]);
  const latin = Uint8Array.from(
    file(["1", "2", "3", "4"], ",", "date,caf\xe9"),
    (c) => c.charCodeAt(0),
  );
  assert.deepEqual(await values(latin, "latin1"), [1, 2, 3, 4]);
  await assert.rejects(values(latin), /a\.csv:1: it is not UTF-8 \(byte 0xE9\)/);
  await assert.rejects(values("PK\x03\x04"), /a\.csv: it is a zip archive: unpack it first/);
});

Deno.test("csvTable() reads the file of a directory, and asks which one if it has several", async () => {
  const text = file(["1", "2", "3", "4"]);
  await withFolder({ "a.csv": text, "b/c.csv": text }, async (folder) => {
    assert.equal((await csvTable(`${folder}/b`)).rows.length, 4);
    await assert.rejects(csvTable(folder), {
      name: "UsageError",
      message: `Cannot read ${folder}: the directory holds 2 CSV files; name one of them`,
    });
  });
});
