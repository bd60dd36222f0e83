import assert from "node:assert/strict";
import { RENDERER, SOURCES } from "../lib/charts/interactive/renderer.ts";
import { digest } from "./bundle_charts.ts";

Deno.test("the bundled renderer of the charts is up to date, small and without eval", async () => {
  assert.equal(SOURCES, await digest(), "Run: deno task charts:bundle");
  assert.ok(RENDERER.length <= 21_504, `${RENDERER.length} bytes`);
  assert.doesNotMatch(RENDERER, /\beval\(|new Function\(|https?:\/\/(?!www\.w3\.org)/);
  assert.ok(!RENDERER.includes("</script"));
});
