import assert from "node:assert/strict";
import { compact, full, numberAxis, shortened, textWidth, wrapped } from "./labels.ts";

Deno.test("shortened() fits its room and keeps both ends", () => {
  const name = "https://example.org/a-long-organisation/a-longer-repository-7";
  for (const room of [60, 120, 250]) {
    const short = shortened(name, room);
    assert.ok(textWidth(short) <= room, short);
    assert.match(short, /^h.*….*7$/);
  }
  assert.equal(shortened("short", 100), "short");
});

Deno.test("wrapped() loses no word and keeps to its room", () => {
  const text = "one two three four five six seven eight nine ten";
  const lines = wrapped(text, 80);
  assert.equal(lines.join(" "), text);
  assert.ok(lines.length > 2 && lines.every((line) => textWidth(line) <= 80));
});

Deno.test("numbers are written short or in full", () => {
  assert.deepEqual([1234567, 0.00123, -1500].map(compact), ["1.23M", "0.00123", "-1.5K"]);
  assert.deepEqual([1234567.891, 0.00123, 0].map(full), ["1,234,567.89", "0.00123", "0"]);
});

Deno.test("numberAxis() gives a lone value an axis around it", () => {
  assert.deepEqual(numberAxis([3, NaN]).scale.domain, [0, 6]);
  assert.deepEqual(numberAxis([-2]).scale.domain, [-4, 0]);
  assert.equal(numberAxis([1, 2]).scale.domain, undefined);
});
