import { findNamed } from "../nearest.ts";
import type { Flow } from "./define.ts";
import { flows } from "./mod.ts";

/**
 * The declared flow of a name.
 *
 * @throws {UsageError} There is none.
 */
export function findFlow(name: string): Flow {
  return findNamed(flows, name, "flow");
}
