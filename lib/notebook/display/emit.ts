/** The only place that sends outputs to Jupyter. */
import { printableLines } from "../../printable.ts";
import type { Bundle } from "./bundle.ts";

/** Options for {@linkcode emit}. */
export interface EmitOptions {
  /** Name by which the display can be replaced. @default none */
  id?: string;
  /** Replaces the display of that name. @default false */
  update?: boolean;
}

/** Whether outputs go to a notebook, not to standard output as text. */
export function inJupyter(): boolean {
  return jupyter() !== undefined;
}

/**
 * Shows a bundle: in a notebook as HTML, elsewhere its text on standard output, where an update
 * prints nothing.
 */
export async function emit(
  bundle: Bundle,
  { id, update = false }: EmitOptions = {},
): Promise<void> {
  const kernel = jupyter();
  if (!kernel) {
    if (!update) console.log(printableLines(bundle["text/plain"]));
    return;
  }
  const type = update ? "update_display_data" : "display_data";
  const transient = id === undefined ? {} : { display_id: id };
  await kernel.broadcast(type, { data: { ...bundle }, metadata: {}, transient });
  // Deno's kernel without our relay reports a cell as done before its outputs are sent.
  if (!("$tributary" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 30));
}

function jupyter(): typeof Deno.jupyter | undefined {
  try {
    return typeof Deno.jupyter?.broadcast === "function" ? Deno.jupyter : undefined;
  } catch {
    return undefined; // The getter throws outside Jupyter.
  }
}
