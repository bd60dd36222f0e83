import { UsageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import * as declared from "./declared/mod.ts";
import type { Window } from "./window.ts";

/** The declared windows, by name. */
export const windows: readonly Window[] = Object.values(declared)
  .toSorted((a, b) => a.name < b.name ? -1 : 1);

/**
 * The declared window of a name.
 *
 * @throws {UsageError} There is none.
 */
export function findWindow(name: string): Window {
  const found = windows.find((window) => window.name === name);
  if (found) return found;
  const names = windows.map((window) => window.name);
  const near = nearest(name, names);
  const hint = near.length > 0
    ? `the nearest is ${near.join(", ")}`
    : `there are ${names.join(", ")}`;
  throw new UsageError(`Cannot find the window ${JSON.stringify(name)}: ${hint}`);
}
