import assert from "node:assert/strict";
import { GREY } from "../parts/theme.ts";
import { areaMap } from "./area_map.ts";
import type { Areas } from "../parts/geojson.ts";
import { drawn } from "../testing.ts";

const ring = (x: number) => [[x, 41], [x + 1, 41], [x + 1, 42], [x, 42], [x, 41]];
const areas = (turned: boolean): Areas => ({
  type: "FeatureCollection",
  features: [1, 2, 3].map((id) => ({
    type: "Feature",
    properties: { id: String(id), called: `Area ${id}` },
    geometry: {
      type: "MultiPolygon",
      coordinates: [[turned ? ring(id - 90).toReversed() : ring(id - 90)]],
    },
  })),
});
const rows = [{ area: 1, n: 4 }, { area: "2", n: 2n }, { area: 1n, n: 5 }, { area: "NA", n: 7 }];
const options = { area: "area", value: "n", id: "id" };
const paths = (
  geojson: Areas,
) => [...drawn(areaMap(rows, { ...options, geojson })).querySelectorAll("[aria-label=geo] path")];

Deno.test("areaMap() joins numbers, text and bigints to areas; areas without rows are grey", () => {
  const fills = paths(areas(false)).map((path) => path.getAttribute("fill"));
  assert.equal(fills.length, 3);
  assert.equal(new Set(fills).size, 3);
  assert.equal(fills[2], GREY);
  const figure = areaMap(rows, { ...options, geojson: areas(false) });
  assert.deepEqual(figure.color?.domain, [0, 9]);
  assert.equal(figure.caption, "1 row belongs to no area of the map");
});

Deno.test("areaMap() fills the inside, whichever direction the rings run", () => {
  const boxes = (geojson: Areas) =>
    paths(geojson).map((path) => {
      const xs = [...path.getAttribute("d")!.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) =>
        Number(x)
      );
      return Math.round(Math.max(...xs) - Math.min(...xs));
    });
  assert.deepEqual(boxes(areas(false)), boxes(areas(true)));
  for (const width of boxes(areas(false))) assert.ok(width > 100 && width < 200, `${width}`);
});

Deno.test("areaMap() shows the names of areas in its tooltips, if a property has them", () => {
  const geojson = areas(false);
  const figure = areaMap(rows, { ...options, geojson, name: "called" });
  const { data, channels } = figure.marks![0] as unknown as {
    data: { features: Areas["features"] } | Areas["features"];
    channels: { name: { value: (area: Areas["features"][number]) => unknown } };
  };
  const features = "features" in data ? data.features : data;
  assert.deepEqual(features.map(channels.name.value), ["Area 1", "Area 2", "Area 3"]);
  assert.throws(() => areaMap(rows, { ...options, geojson, name: "nick" }), /nick/);
});
