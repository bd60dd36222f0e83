import * as Plot from "@observablehq/plot";
import type { Figure } from "../draw.ts";
import { dressed, type Look } from "./theme.ts";

/** A figure that says why there is nothing to see. */
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
