import assert from "node:assert/strict";
import { BadRecordError } from "../../errors.ts";
import { readM4 } from "./m4_files.ts";
import { ignoreReal, m4Hourly } from "../testing.ts";

const HEADER = "V1,V2,V3,V4";

/** Reads rows of a training and a test file. */
function read(train: string[], test: string[]) {
  const file = (name: string, rows: string[]) => ({ name, text: [HEADER, ...rows].join("\n") });
  return readM4({ train: file("train.csv", train), test: file("test.csv", test) });
}

Deno.test("readM4() joins rows by id, in the training file's order, without the empty cells", () => {
  const cases = read(['"H2",1,2.5,', "H1,4,5,6"], ["H1,7,8,", '"H2",9,1e3,']);
  assert.deepEqual(cases.map(({ train }) => [train.id, ...train.value]), [
    ["H2", 1, 2.5],
    ["H1", 4, 5, 6],
  ]);
  assert.deepEqual(cases.map(({ actual }) => actual), [[9, 1000], [7, 8]]);
  assert.equal(cases[0]!.train.time[1]! - cases[0]!.train.time[0]!, 3_600_000);
});

Deno.test("readM4() takes CRLF, blank lines and rows shorter than the header", () => {
  const train = { name: "a", text: "\ufeffV1,V2,V3\r\nH1,1,2\r\n\r\n" };
  const test = { name: "b", text: "V1,V2,V3\nH1,3\n" };
  assert.deepEqual(readM4({ train, test })[0]!.actual, [3]);
});

const wrong: [string, string[], string[], RegExp][] = [
  ["text", ["H1,1,x,3"], ["H1,1"], /^train\.csv:2: V3: expected a number \(got "x"\)$/],
  ["a hole", ["H1,1,2,3", "H2,1,,3"], ["H1,1"], /^train\.csv:3: V3: expected a number$/],
  ["Infinity", ["H1,1,2"], ["H1,Infinity"], /^test\.csv:2: V2: expected a number/],
  ["no id", [",1,2"], ["H1,1"], /^train\.csv:2: V1: expected the series' id$/],
  ["an id twice", ["H1,1,2", "H1,1,2"], ["H1,1"], /^train\.csv:3: V1: is also in line 2/],
  ["one value", ["H1,1,,"], ["H1,1"], /^train\.csv:2: 1 values, at least 2 are needed/],
  ["no test values", ["H1,1,2"], ["H1,,"], /^test\.csv:2: 0 values, at least 1 is needed/],
  ["too many cells", ["H1,1,2,3,4"], ["H1,1"], /^train\.csv:2: has 5 cells, the header has 4/],
  ["an open quote", ['"H1,1,2'], ["H1,1"], /^train\.csv:2: opens a quote that never closes/],
];

for (const [name, train, test, message] of wrong) {
  Deno.test(`readM4() names file, line and column of ${name}`, () => {
    assert.throws(() => read(train, test), (error: unknown) => {
      assert.ok(error instanceof BadRecordError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("readM4() refuses files that do not belong together, short tests and empty files", () => {
  const rows = ["H1,1,2", "H2,3,4"];
  assert.throws(() => read(rows, ["H1,1"]), /score H2 \(train\.csv:3\): test\.csv has no row of/);
  assert.throws(() => read(["H1,1,2"], rows), /score H2 \(test\.csv:3\): train\.csv has no row of/);
  assert.throws(() => read(rows, ["H1,1,2", "H2,1"]), /H2 .*has 1 values, others have 2/);
  assert.throws(() => read([], []), /train\.csv: it holds no series/);
  const empty = { name: "empty.csv", text: "" };
  assert.throws(() => readM4({ train: empty, test: empty }), /empty\.csv: it holds no series/);
});

Deno.test({
  name: "readM4() reads the published 100 hourly series",
  ignore: ignoreReal,
  fn() {
    const cases = m4Hourly();
    assert.equal(cases.length, 100);
    for (const { train, actual } of cases) {
      assert.equal(train.value.length, 700);
      assert.equal(actual.length, 48);
    }
  },
});
