import { resolve } from "node:path";
import { projectFolder } from "../config.ts";
import type { EngineName } from "./engines/mod.ts";

/** The folder of the engines' state: `TRIBUTARY_STACK_DIR`, else `.stack` in the project. */
export function stackDir(): string {
  return resolve(projectFolder, Deno.env.get("TRIBUTARY_STACK_DIR") || ".stack");
}

/** The folder in which an engine that runs as a process of this machine keeps its data. */
export function engineFolder(name: EngineName): string {
  return `${stackDir()}/${name}`;
}
