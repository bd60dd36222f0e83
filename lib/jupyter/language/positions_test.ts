import assert from "node:assert/strict";
import { indexOfPlace, indexOfPoint, placeOfIndex, pointOfIndex } from "./positions.ts";

Deno.test("code points and UTF-16 indexes are converted both ways", () => {
  const text = "a😀b👩‍👩‍👧c\né"; // a family is several code points
  const points = [...text];
  for (let point = 0; point <= points.length; point++) {
    const index = points.slice(0, point).join("").length;
    assert.equal(indexOfPoint(text, point), index);
    assert.equal(pointOfIndex(text, index), point);
  }
  assert.equal(indexOfPoint(text, 99), text.length);
});

Deno.test("places count lines and UTF-16 characters from 0", () => {
  const text = "ab\n😀c\n";
  for (let index = 0; index <= text.length; index++) {
    assert.equal(indexOfPlace(text, placeOfIndex(text, index)), index);
  }
  assert.deepEqual(placeOfIndex(text, 5), { line: 1, character: 2 });
  assert.equal(indexOfPlace(text, { line: 0, character: 9 }), 2);
  assert.equal(indexOfPlace(text, { line: 9, character: 0 }), text.length);
});
