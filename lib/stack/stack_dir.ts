import { resolve } from "node:path";
import { projectFolder } from "../config.ts";

/** The folder of the engines' state: `TRIBUTARY_STACK_DIR`, else `.stack` in the project. */
export function stackDir(): string {
  return resolve(projectFolder, Deno.env.get("TRIBUTARY_STACK_DIR") || ".stack");
}
