import assert from "node:assert/strict";
import { cellText } from "./cell_text.ts";
import { delimiterOf } from "./delimiter.ts";

Deno.test("delimiterOf() takes what occurs most often in the header, outside quotes", () => {
  const cases = {
    "a,b": ",",
    "a;b;c,d": ";",
    "a\tb": "\t",
    "a|b|c": "|",
    '"x;y;z",b': ",",
    '"Fare, $";"Tips, $";Company': ";",
    "alone": ",",
  };
  for (const [header, delimiter] of Object.entries(cases)) {
    assert.equal(delimiterOf(header), delimiter, header);
  }
});

Deno.test("cellText() removes spaces around a cell, and reads the words for nothing as empty", () => {
  for (
    const empty of ["", " ", "NaN", "nan", "None", "NULL", " null ", "NA", "\\N", "<NA>", "NaT"]
  ) {
    assert.equal(cellText(empty), "", empty);
  }
  const kept = {
    " a b\t": "a b",
    "Nancy": "Nancy",
    "NANA": "NANA",
    "none of it": "none of it",
    "-": "-",
  };
  for (const [cell, text] of Object.entries(kept)) assert.equal(cellText(cell), text);
});
