/** For tests of parsers: the same check on many seeded inputs. */
import { messageOf } from "./errors.ts";
import { type Random, seeded } from "./random.ts";

/** Inputs of a fuzz test in `deno task test:unit`; `deno task test:long` sets a million. */
const INPUTS = Number(Deno.env.get("TRIBUTARY_FUZZ_INPUTS") ?? 2000);

/** Options for {@linkcode fuzz}. */
export interface FuzzOptions {
  /** Inputs; those of an expensive check may be fewer than the usual number. @default 2000, a million in `test:long` */
  inputs?: number;
  /** Seed of the first input. @default 1 */
  seed?: number;
}

/**
 * Calls a check with a random generator of its own for each input.
 *
 * @param check Makes an input and throws if the result is wrong.
 * @throws {Error} The first failure, with the seed that repeats it: `fuzz(check, { inputs: 1, seed })`.
 */
export async function fuzz(
  check: (random: Random) => void | Promise<void>,
  { inputs = INPUTS, seed = 1 }: FuzzOptions = {},
): Promise<void> {
  for (let i = seed; i < seed + inputs; i++) {
    try {
      await check(seeded(i));
    } catch (cause) {
      throw new Error(`Failed with the seed ${i}: ${messageOf(cause)}`, { cause });
    }
  }
}
