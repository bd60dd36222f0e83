import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { seeded } from "../../random.ts";
import { draw } from "../draw.ts";
import { type HourCount, hoursOfDay } from "./hours_of_day.ts";
import { svgFile } from "../svg_file.ts";
import { PALETTE } from "../parts/theme.ts";

const random = seeded("hours");
const rows: HourCount[] = ["trips", "events"].flatMap((series) =>
  Array.from({ length: 24 }, (_, hour) => ({ series, hour, count: random.int(1, 5000) }))
);

interface Share extends HourCount {
  share: number;
  busiest: boolean;
}

/** The rows that the bars show. */
const sharesOf = (counts: HourCount[]) =>
  (hoursOfDay(counts).marks![0] as unknown as { data: Share[] }).data;

Deno.test("hoursOfDay() shows shares that sum to 100 for each series, in proportion", () => {
  const shares = sharesOf(rows);
  for (const series of ["trips", "events"]) {
    const own = shares.filter((row) => row.series === series);
    const total = own.reduce((sum, { share }) => sum + share, 0);
    assert.ok(Math.abs(total - 100) < 1e-9, `${series}: ${total}`);
    const [first] = own;
    for (const { share, count } of own) {
      assert.ok(Math.abs(share / first!.share - count / first!.count) < 1e-9);
    }
  }
});

Deno.test("hoursOfDay() marks only the busiest hour of each series", () => {
  const busiest = sharesOf(rows).filter(({ busiest }) => busiest);
  const tops = ["trips", "events"].map((series) =>
    rows.filter((row) => row.series === series).toSorted((a, b) => b.count - a.count)[0]!
  );
  assert.deepEqual(
    busiest.map(({ series, hour }) => ({ series, hour })),
    tops.map(({ series, hour }) => ({ series, hour })),
  );
});

Deno.test("hoursOfDay() draws a bar for each hour, its series' busiest as high as the others'", () => {
  // deno-lint-ignore no-explicit-any
  const { document } = parseHTML("<html><body></body></html>") as any;
  const svg = draw(hoursOfDay(rows), document);
  const bars = [...svg.querySelectorAll("[aria-label=bar] rect")] as Element[];
  assert.equal(bars.length, 48);
  const heights = bars.map((bar) => Number(bar.getAttribute("height")));
  const shares = sharesOf(rows);
  const most = Math.max(...heights);
  for (const [i, { series, share }] of shares.entries()) {
    const top = Math.max(...shares.filter((row) => row.series === series).map((row) => row.share));
    assert.ok(Math.abs(heights[i]! - most * share / top) < 1e-6, `bar ${i}`);
  }
  assert.equal(bars.filter((bar) => bar.getAttribute("fill") === PALETTE[0]).length, 2);
});

Deno.test("hoursOfDay() can be drawn without rows", () => {
  assert.match(svgFile(hoursOfDay([], { title: "Nothing yet" })), /Nothing yet/);
});

interface Element {
  getAttribute(name: string): string | null;
}
