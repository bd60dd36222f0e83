import assert from "node:assert/strict";
import { readHeader } from "./csv_header.ts";

const layout = { columns: ["trip_id", "fare", "company"], required: ["trip_id"] } as const;

function header(line: string, options: Parameters<typeof readHeader>[1] = layout) {
  return readHeader({ line: 1, raw: line, cells: line.split(",") }, options);
}

Deno.test("readHeader() finds columns by name, whatever their order, case and spaces", () => {
  assert.deepEqual(header("Company,  Trip   ID ,FARE"), {
    at: { trip_id: 1, fare: 2, company: 0 },
  });
  assert.deepEqual(header("trip_id"), { at: { trip_id: 0, fare: -1, company: -1 } });
  assert.deepEqual(header("Trip ID,Areas", { ...layout, ignored: ["areas"] }), {
    at: { trip_id: 0, fare: -1, company: -1 },
  });
});

Deno.test("readHeader() reports everything that is wrong, and what is expected", () => {
  assert.deepEqual(header("Fare,Colour,fare,Size"), {
    error: {
      field: "",
      value: "Fare,Colour,fare,Size",
      reason: 'header has unknown columns: "Colour", "Size"; repeats columns: "fare"; ' +
        "lacks the columns trip_id; expected: trip_id, fare, company",
    },
  });
});

Deno.test("readHeader() leaves out other columns, with a note, and knows other names", () => {
  assert.deepEqual(header(",Trip ID,:@computed_region,Fare,"), {
    at: { trip_id: 1, fare: 3, company: -1 },
    leftOut: 'the columns ":@computed_region" and 2 columns without a name',
  });
  assert.deepEqual(header("unique_key", { ...layout, aliases: { unique_key: "trip_id" } }), {
    at: { trip_id: 0, fare: -1, company: -1 },
  });
});
