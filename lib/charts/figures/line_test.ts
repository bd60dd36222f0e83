import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { line } from "./line.ts";
import { svgFile } from "../svg_file.ts";
import { drawn, texts } from "../testing.ts";

const paths = (figure: ReturnType<typeof line>) =>
  [...drawn(figure).querySelectorAll("[aria-label=line] path")].map((p) => p.getAttribute("d")!);

Deno.test("line() breaks at gaps and shows isolated points as dots", () => {
  const ys = [1, 2, null, 4, NaN, 5, 6];
  const figure = line(ys.map((y, x) => ({ x, y })), { x: "x", y: "y" });
  const [path] = paths(figure);
  assert.equal(path!.match(/M/g)!.length, 3);
  assert.equal([...drawn(figure).querySelectorAll("circle")].length, 1);
});

Deno.test("line() reads Dates, ISO text and epoch milliseconds alike, as UTC, in any order", () => {
  const iso = ["2026-01-05T00:02:00.000000Z", "2026-01-05 00:00:00", "2026-01-05T02:01:00+02:00"];
  const ys = [3, 1, 2];
  const own = paths(line(iso.map((x, i) => ({ x, y: ys[i] })), { x: "x", y: "y" }));
  const dates = [0, 1, 2].map((minute) => new Date(Date.UTC(2026, 0, 5, 0, minute)));
  for (const xs of [dates, dates.map(Number), dates.map((date) => BigInt(Number(date)))]) {
    assert.deepEqual(own, paths(line(xs.map((x, i) => ({ x, y: i + 1 })), { x: "x", y: "y" })));
  }
});

Deno.test("line() colours the largest series and counts the others", () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ x: i % 2, s: `s${i >> 1}`, y: i >> 1 }));
  const shown = texts(drawn(line(rows, { x: "x", y: "y", series: "s" })), ".legend text");
  assert.deepEqual(shown, ["s19", "s18", "s17", "s16", "s15", "s14", "s13", "13 others"]);
});

Deno.test("line() draws series with the names of colours as its legend shows them", () => {
  const of = (names: string[]) => {
    const rows = names.flatMap((s, y) => [{ x: 0, y, s }, { x: 1, y, s }, { x: 3, y: null, s }]);
    const { outerHTML } = drawn(line(rows, { x: "x", y: "y", series: "s", area: true }));
    return outerHTML.match(/stroke="#[^"]*"/g);
  };
  assert.deepEqual(of(["red", "blue"]), of(["first", "second"]));
});

Deno.test("line() of 100,000 points keeps the extremes and stays below 500 kB", () => {
  const random = seeded("line");
  const rows = Array.from({ length: 100_000 }, (_, x) => ({ x, y: random.normal() }));
  rows[54_321]!.y = 99;
  const figure = line(rows, { x: "x", y: "y" });
  const { data } = figure.marks![0] as unknown as { data: { x: number; y: number }[] };
  assert.ok(data.some(({ x, y }) => x === 54_321 && y === 99));
  const size = svgFile(figure).length;
  assert.ok(size < 500_000, `${size}`);
});

Deno.test("line() says that points were left out, as zooming does not show them", () => {
  const rows = Array.from({ length: 100_000 }, (_, x) => ({ x, y: (x * 7919) % 1000 }));
  const { caption } = line(rows, { x: "x", y: "y" });
  assert.match(String(caption), /^[\d,]+ of 100,000 points are drawn/);
  assert.equal(line(rows.slice(0, 3000), { x: "x", y: "y" }).caption, undefined);
});

Deno.test("line() fills the area below its line, also where a bucket is not over", () => {
  const rows = [60, 62, 58, 59, 30].map((y, x) => ({ x, y }));
  const figure = line(rows, { x: "x", y: "y", area: true, unfinishedFrom: 4 });
  const high = (label: string) =>
    Math.min(
      ...[...drawn(figure).querySelectorAll(`[aria-label=${label}] path`)]
        .flatMap((path) => [...path.getAttribute("d")!.matchAll(/,([\d.]+)/g)].map((m) => +m[1]!)),
    );
  assert.equal(high("area"), high("line"));
});
