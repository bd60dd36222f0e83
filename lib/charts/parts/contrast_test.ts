import assert from "node:assert/strict";
import { BAND_OPACITY } from "../figures/forecast_bands.ts";
import { contrast, over, rgb } from "./contrast.ts";
import { GREY, PALETTE, THEMES } from "./theme.ts";

/** White, our dark theme, and the backgrounds of JupyterLab's and the browser's dark theme. */
const BACKGROUNDS = [THEMES.light.background, THEMES.dark.background, "#111111", "#121212"];

Deno.test("contrast() is 21 for black on white, and that of WCAG's example greys", () => {
  assert.equal(contrast(rgb("#000000"), rgb("#ffffff")), 21);
  assert.equal(contrast(rgb("#767676"), rgb("#ffffff")).toFixed(2), "4.54");
});

Deno.test("the palette shows on a light and on a dark background", () => {
  for (const background of BACKGROUNDS.map(rgb)) {
    for (const color of [...PALETTE, GREY]) {
      const found = contrast(rgb(color), background);
      assert.ok(found >= 3, `${color} on ${background}: ${found.toFixed(2)}`);
    }
  }
});

Deno.test("the text of both themes has a contrast of 4.5, also where it is paler", () => {
  for (const { text, background } of [THEMES.light, THEMES.dark]) {
    // Subtitles and captions have an opacity of 0.8.
    for (const opacity of [1, 0.8]) {
      const seen = over(rgb(text), rgb(background), opacity);
      assert.ok(contrast(seen, rgb(background)) >= 4.5);
    }
  }
});

Deno.test("a forecast's line shows on its bands, two of which lie over each other", () => {
  for (const background of BACKGROUNDS.map(rgb)) {
    for (const color of PALETTE.map(rgb)) {
      const band = over(color, background, BAND_OPACITY);
      const found = contrast(color, over(color, band, BAND_OPACITY));
      assert.ok(found >= 3, `${color} on ${background}: ${found.toFixed(2)}`);
    }
  }
});
