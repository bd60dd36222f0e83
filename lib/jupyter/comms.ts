import type { Comms } from "./prelude/comms.ts";
import { RUNTIME } from "./prelude/names.ts";

export type { Comm, CommData, CommHandler, Comms } from "./prelude/comms.ts";

/** The comms of this kernel; undefined outside our kernel: there is no page that could answer. */
export function comms(): Comms | undefined {
  return (globalThis as { [RUNTIME]?: { comms?: Comms } })[RUNTIME]?.comms;
}

/**
 * The comms to a page that has our JupyterLab extension; undefined elsewhere, where an output for the
 * extension would be lost.
 */
export function extensionComms(): Comms | undefined {
  return Deno.env.get("TRIBUTARY_LAB_EXTENSION") === "1" ? comms() : undefined;
}
