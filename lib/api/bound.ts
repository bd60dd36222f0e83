import { microsText } from "./parameters.ts";
import type { Range } from "./segments.ts";

/** Collects the values of a query: they are sent apart from its text. */
export class Bound {
  readonly values: (string | number)[] = [];

  /** @returns What stands for the value in the text: `$1`. */
  value(value: string | number): string {
    return `$${this.values.push(value)}`;
  }

  /** A moment, in microseconds since 1970. */
  time(micros: number): string {
    return this.value(microsText(micros));
  }

  /** The condition that a row is in a range of time. */
  within({ from, to }: Range): string {
    return `timestamp >= ${this.time(from)} and timestamp < ${this.time(to)}`;
  }
}
