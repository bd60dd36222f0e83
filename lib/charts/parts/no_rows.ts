import * as Plot from "@observablehq/plot";
import type { Figure } from "./figure.ts";
import { dressed, type Look } from "./theme.ts";

/** A figure that says why nothing is drawn. */
export function noRows(look: Look, text = "No rows"): Figure {
  return dressed({
    height: 120,
    margin: 12,
    marks: [
      Plot.frame({ strokeOpacity: 0.3, strokeDasharray: "3,3" }),
      Plot.text([text], { frameAnchor: "middle", fontSize: 14 }),
    ],
  }, { ...look, height: 120 });
}
