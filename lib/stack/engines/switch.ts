import { UsageError } from "../../errors.ts";
import type { Environment } from "../environment.ts";

/**
 * A variable that switches something on or off.
 *
 * @returns Undefined if it is not set.
 * @throws {UsageError} It is neither true nor false.
 */
export function switchOf(env: Environment, name: string): boolean | undefined {
  const text = env(name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (["true", "1", "yes", "on"].includes(text)) return true;
  if (["false", "0", "no", "off"].includes(text)) return false;
  throw new UsageError(`Cannot use ${name}: set it to true or false`);
}
