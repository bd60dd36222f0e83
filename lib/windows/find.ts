import { findNamed } from "../nearest.ts";
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
  return findNamed(windows, name, "window");
}
