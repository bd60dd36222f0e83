import { bundleOf } from "./bundle_of.ts";
import { emit } from "./emit.ts";

/**
 * Shows figures, tables, rows, HTML, text or any other value: in a notebook below the cell, elsewhere
 * as plain text on standard output.
 */
export async function show(...things: unknown[]): Promise<void> {
  for (const thing of things) await emit(await bundleOf(thing));
}
