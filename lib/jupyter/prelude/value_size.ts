import { types } from "node:util";
import { entryCount, firstEntries, GETTER, ownKeys, ownValue, spread } from "./own_values.ts";

/** Maximum values that are looked at. */
const BUDGET = 3000;
const DEPTH = 6;

const typedBytes = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  "byteLength",
)!.get!;

/**
 * Estimates the bytes that a value takes, with all that it refers to: a sample of the items of each
 * list stands for the rest. Calls no getters, and takes a few milliseconds at most, but for an
 * object with a very large number of properties.
 */
export function estimatedBytes(value: unknown): number {
  const seen = new Set<object>();
  let left = BUDGET;
  function size(value: unknown, depth: number): number {
    left--;
    if (typeof value === "string") return 16 + value.length * (isWide(value) ? 2 : 1);
    if (typeof value === "bigint" || typeof value === "symbol") return 16;
    if (typeof value === "function") return 64;
    if (typeof value !== "object" || value === null) return 8;
    if (seen.has(value) || types.isProxy(value)) return 0;
    seen.add(value);
    if (types.isTypedArray(value)) return 100 + typedBytes.call(value);
    if (types.isAnyArrayBuffer(value)) return 100 + value.byteLength;
    if (types.isDate(value)) return 32;
    const sum = (count: number, sample: (() => number)[]) => {
      let all = 0;
      let taken = 0;
      for (const item of sample) {
        if (left <= 0 || depth >= DEPTH) break;
        all += item();
        taken++;
      }
      return taken === 0 ? 8 * count : all * count / taken;
    };
    if (types.isMap(value) || types.isSet(value)) {
      const count = entryCount(value);
      const sample = firstEntries(value, 30).map((items) => () =>
        items.reduce<number>((all, item) => all + 8 + size(item, depth + 1), 0)
      );
      return 100 + 16 * count + sum(count, sample);
    }
    if (Array.isArray(value)) {
      // A list of numbers is stored without an object for each.
      const sample = spread(value.length, 40).map((i) => () => {
        const item = ownValue(value, i);
        return item === GETTER ? 8 : typeof item === "number" ? 8 : 8 + size(item, depth + 1);
      });
      return 32 + sum(value.length, sample);
    }
    const keys = ownKeys(value);
    const sample = spread(keys.length, 60).map((i) => () => {
      const item = ownValue(value, keys[i]!);
      return 8 + (item === GETTER ? 0 : size(item, depth + 1));
    });
    return 24 + sum(keys.length, sample);
  }
  return Math.round(size(value, 0));
}

/** Whether a string takes two bytes a character, by its first ones. */
function isWide(text: string): boolean {
  // deno-lint-ignore no-control-regex
  return /[^\x00-\xff]/.test(text.slice(0, 200));
}
