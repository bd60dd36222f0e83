import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Areas } from "../../../lib/charts/parts/geojson.ts";
import { areaNames, readAreas } from "./area_outlines.ts";

/** A circle of so many points, as the city's coast has many. */
function circle(points: number): [number, number][] {
  const at = (i: number): [number, number] => {
    const angle = 2 * Math.PI * (i % points) / points;
    return [-87.6 + 0.1 * Math.cos(angle), 41.8 + 0.1 * Math.sin(angle)];
  };
  return Array.from({ length: points + 1 }, (_, i) => at(i));
}

const areas = (name: string): Areas => ({
  type: "FeatureCollection",
  features: [{
    type: "Feature",
    properties: { community: name, area_numbe: "76", shape_area: "1" },
    geometry: { type: "MultiPolygon", coordinates: [[circle(20_000)]] },
  }],
});

async function folderWith(name: string, bytes: Uint8Array): Promise<string> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "chicago_areas"));
  await Deno.writeFile(join(folder, "chicago_areas", name), bytes);
  return folder;
}

for (const name of ["community_areas.geojson", "community_areas.geojson.gz"]) {
  Deno.test(`readAreas() keeps of ${name} what a picture can show`, async () => {
    const plain = new TextEncoder().encode(JSON.stringify(areas("OHARE")));
    const folder = await folderWith(name, name.endsWith(".gz") ? gzipSync(plain) : plain);
    try {
      const found = (await readAreas(folder))!;
      const text = JSON.stringify(found);
      assert.ok(text.length < plain.length / 10, `${text.length} of ${plain.length}`);
      assert.deepEqual(found.features[0]!.properties, {
        area_numbe: "76",
        community: "O'Hare",
      });
      const [[ring]] = found.features[0]!.geometry!.coordinates as [[[number, number][]]];
      assert.ok(ring.length > 200);
      for (const [lon, lat] of ring) {
        assert.ok(Math.abs(Math.hypot(lon + 87.6, lat - 41.8) - 0.1) < 2e-4);
      }
      assert.deepEqual([...areaNames(found)], [[76, "O'Hare"]]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("readAreas() finds none in a folder without, and names a file that it cannot read", async () => {
  const folder = await folderWith("other.json", new Uint8Array());
  try {
    assert.equal(await readAreas(folder), undefined);
    const path = join(folder, "chicago_areas", "community_areas.geojson");
    for (const text of ["{", `{"type": "Feature"}`, "null"]) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(readAreas(folder), /areas' shapes from .*community_areas\.geojson/);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
