/** Where Deno's kernel looks for a value's own representation. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/** What is shown: HTML in Jupyter and text elsewhere. No other types: see DENO.md. */
export interface Bundle {
  "text/html"?: string;
  "text/plain": string;
}

/** A value that says how it is shown. Shown too where it is the last expression of a cell. */
export interface Displayable {
  [DISPLAY](): Bundle | Promise<Bundle>;
}

/** Whether a value says how it is shown. */
export function isDisplayable(value: unknown): value is Displayable {
  return typeof (value as Displayable | null | undefined)?.[DISPLAY] === "function";
}

/** A value whose bundle is made when it is shown. */
export function displayable(make: () => Bundle | Promise<Bundle>): Displayable {
  return { [DISPLAY]: make };
}
