import { UsageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { Flow } from "./define.ts";
import { flows } from "./mod.ts";

/**
 * The declared flow of a name.
 *
 * @throws {UsageError} There is none.
 */
export function findFlow(name: string): Flow {
  const found = flows.find((flow) => flow.name === name);
  if (found) return found;
  const names = flows.map((flow) => flow.name);
  const near = nearest(name, names);
  const hint = near.length > 0
    ? `the nearest is ${near.join(", ")}`
    : `there are ${names.join(", ")}`;
  throw new UsageError(`Cannot find the flow ${JSON.stringify(name)}: ${hint}`);
}
