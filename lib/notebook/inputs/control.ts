import type { ControlSpec } from "../../jupyter/lab/extension/inputs/protocol.ts";
import { nearest } from "../../nearest.ts";

/** Options of every input. */
export interface InputOptions {
  /** Shown beside the control. @default the name */
  label?: string;
  /** The name by which `params` sets it. @default the variable, as `days` in `const days = await …` */
  name?: string;
}

/** A control with its rules. `T` is what the cell gets, `P` what the page sends and shows. */
export interface Control<T = unknown> {
  spec: ControlSpec;
  /** The value at first. */
  value: T;
  /**
   * Checks a value, as one given by `params`.
   *
   * @throws {Error} What is wrong with it: `is not within 1 to 30`.
   */
  check(value: unknown): T;
  /** The value as JSON for the page. @default itself */
  toPage?(value: T): unknown;
  /** The value that the page sent, unchecked. @default itself */
  fromPage?(sent: unknown): unknown;
}

/** Complains about an input: `Cannot make the slider days: …`. */
export type Complain = (reason: string) => never;

/** Throws if an option is not known: a misspelt one would be ignored in silence. */
export function knownOptions(
  options: object,
  known: readonly string[],
  complain: Complain,
): void {
  if (typeof options !== "object" || options === null) complain("its options are an object");
  const all = ["label", "name", ...known];
  for (const name of Object.keys(options)) {
    if (all.includes(name)) continue;
    const [close] = nearest(name, all, { most: 1 });
    complain(
      `there is no option ${name}${
        close ? `. Did you mean ${close}?` : `; there are ${all.join(", ")}`
      }`,
    );
  }
}

/** The value, if it is a number that is finite. */
export function finite(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("is not a number");
  if (!Number.isFinite(value)) throw new RangeError("is not a finite number");
  return value;
}
