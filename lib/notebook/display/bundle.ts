import type { GRID_MIME, GridOutput } from "../../jupyter/lab/extension/grid/protocol.ts";
import type { LIVE_MIME, LiveOutput } from "../../jupyter/lab/extension/live/protocol.ts";

/** Key under which Deno's kernel looks for the representation of a value. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/**
 * What is shown: HTML in Jupyter, text elsewhere. Some front ends draw other types badly, but for our own,
 * which only our JupyterLab extension knows.
 */
export interface Bundle {
  "text/html"?: string;
  "text/plain": string;
  [GRID_MIME]?: GridOutput;
  [LIVE_MIME]?: LiveOutput;
}

/** A value that defines how it is shown, also as the last expression of a cell. */
export interface Displayable {
  [DISPLAY](): Bundle | Promise<Bundle>;
}

/** Whether a value defines how it is shown. */
export function isDisplayable(value: unknown): value is Displayable {
  return typeof (value as Displayable | null | undefined)?.[DISPLAY] === "function";
}

/** A value whose bundle is made only when it is shown. */
export function displayable(make: () => Bundle | Promise<Bundle>): Displayable {
  return { [DISPLAY]: make };
}
