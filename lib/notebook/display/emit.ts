/** The one way out: every display of this room goes through here. */
import type { Bundle } from "./bundle.ts";

/** What {@linkcode emit} takes. */
export interface EmitOptions {
  /** A name by which the display can be replaced. */
  id?: string;
  /** Replaces what bears the name. @default false */
  update?: boolean;
}

/** Whether outputs go to a notebook; elsewhere they are printed as text. */
export function inJupyter(): boolean {
  return jupyter() !== undefined;
}

/**
 * Shows a bundle: in a notebook as HTML, elsewhere its text on standard output. An update prints
 * nothing elsewhere: whoever updates decides which lines are worth one.
 */
export async function emit(
  bundle: Bundle,
  { id, update = false }: EmitOptions = {},
): Promise<void> {
  const kernel = jupyter();
  if (!kernel) {
    if (!update) console.log(bundle["text/plain"]);
    return;
  }
  const type = update ? "update_display_data" : "display_data";
  const transient = id === undefined ? {} : { display_id: id };
  await kernel.broadcast(type, { data: { ...bundle }, metadata: {}, transient });
  // Deno's own kernel, without our relay, says that a cell is done before its outputs are sent.
  if (!("$tributary" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 30));
}

function jupyter(): typeof Deno.jupyter | undefined {
  try {
    return typeof Deno.jupyter?.broadcast === "function" ? Deno.jupyter : undefined;
  } catch {
    return undefined; // Outside Jupyter its getter throws.
  }
}
