import { BadRecordError } from "../../errors.ts";
import { CsvReader } from "../../csv.ts";
import { type Series, seriesOf } from "../series/series.ts";

/** A series of M4: its training part, and the values that came after it. */
export interface M4Case {
  train: Series;
  actual: number[];
}

/** A file's text, and its name for messages. */
export interface M4File {
  name: string;
  text: string;
}

interface M4Row {
  line: number;
  values: number[];
}

/**
 * Reads series in the M4 competition's layout: a header row, then a row for each series with its id
 * and its values, padded with empty cells. The files have no times: steps are hours from 1970 on. The
 * two files may be in different order.
 *
 * @throws {BadRecordError} A row cannot be read; the error names file, line and column.
 * @throws {RangeError} The files do not belong together, or have no series.
 */
export function readM4({ train, test }: { train: M4File; test: M4File }): M4Case[] {
  const known = readRows(train, { least: 2 }), came = readRows(test, { least: 1 });
  const [lost] = [...known].filter(([id]) => !came.has(id));
  const [extra] = [...came].filter(([id]) => !known.has(id));
  if (lost || extra) {
    const [here, there] = lost ? [train, test] : [test, train];
    const [id, { line }] = (lost ?? extra)!;
    throw new RangeError(
      `Cannot score ${id} (${here.name}:${line}): ${there.name} has no row of that id. ` +
        "Give the training and the test file of one set",
    );
  }
  const horizon = Math.max(...[...came.values()].map(({ values }) => values.length));
  const [short] = [...came].filter(([, { values }]) => values.length < horizon);
  if (short) {
    const [id, { line, values }] = short;
    throw new RangeError(
      `Cannot score ${id} (${test.name}:${line}): its test part has ${values.length} values, ` +
        `others have ${horizon}`,
    );
  }
  return [...known].map(([id, { values }]) => ({
    train: seriesOf(values, { id }),
    actual: came.get(id)!.values,
  }));
}

/** Rows by id, in the order of the file. */
function readRows({ name, text }: M4File, { least }: { least: number }): Map<string, M4Row> {
  const reader = new CsvReader({ limit: 1_000_000 });
  const [header, ...rows] = [...reader.push(text), ...reader.end()];
  const found = new Map<string, M4Row>();
  for (const { line, cells, raw, problem } of rows) {
    const bad = (field: string, value: string, reason: string) =>
      new BadRecordError({ source: name, line, field, value, reason });
    // Rows shorter than the header are fine, longer ones are not.
    if (cells.length === 0 || cells.length > header!.cells.length) {
      throw bad("", raw.slice(0, 40), problem!);
    }
    const [id = "", ...rest] = cells.map((cell) => cell.trim());
    const field = (i: number) => header!.cells[i] || `column ${i + 1}`;
    if (id === "") throw bad(field(0), "", "expected the series' id");
    const twice = found.get(id);
    if (twice) throw bad(field(0), id, `is also in line ${twice.line}`);
    const cellsUsed = rest.slice(0, rest.findLastIndex((cell) => cell !== "") + 1);
    const values = cellsUsed.map((cell, i) => {
      const value = cell === "" ? NaN : Number(cell);
      if (!Number.isFinite(value)) throw bad(field(i + 1), cell, "expected a number");
      return value;
    });
    if (values.length < least) {
      const wanted = `at least ${least} ${least === 1 ? "is" : "are"} needed`;
      throw bad("", id, `${values.length} values, ${wanted}`);
    }
    found.set(id, { line, values });
  }
  if (found.size === 0) {
    throw new RangeError(
      `Cannot read ${name}: it holds no series, a header row and one row a series are expected`,
    );
  }
  return found;
}
