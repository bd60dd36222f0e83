import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { bars, dotMap, draw, heatmap, line, narrowed } from "../mod.ts";

const { document } = parseHTML("<html><body></body></html>") as unknown as { document: unknown };
const rows = Array.from(
  { length: 20 },
  (_, i) => ({ n: i, city: `city ${i % 4}`, day: `${i % 5}` }),
);

Deno.test("narrowed() draws lines, bars and small grids for a telephone", () => {
  for (
    const figure of [
      line(rows, { x: "n", y: "n" }),
      bars(rows.slice(0, 4), { x: "city", y: "n" }),
      heatmap(rows, { x: "day", y: "city", value: "n" }),
    ]
  ) {
    const narrow = narrowed(figure);
    assert.equal(narrow?.width, 370);
    const { outerHTML } = draw(narrow!, document);
    assert.match(outerHTML, /<svg[^>]* width="370"/);
    assert.match(outerHTML, /max-width: ?100%/);
  }
});

Deno.test("narrowed() leaves figures that need their width", () => {
  const long = rows.map((row) => ({ ...row, day: `hours of a week ${row.n % 4}` }));
  for (
    const figure of [
      line(rows, { x: "n", y: "n", width: 900 }),
      heatmap(long, { x: "day", y: "city", value: "n", width: 760 }),
      dotMap([{ lat: 41, lon: -87 }, { lat: 42, lon: -88 }].map((at) => ({ ...at, n: 1 })), {
        ...{ lat: "lat", lon: "lon", value: "n" },
      }),
    ]
  ) assert.equal(narrowed(figure), undefined);
});
