import { UsageError } from "../../errors.ts";
import type { Engine } from "./define.ts";
import { listed, titlesOf } from "./listed.ts";
import { defaultEngines, type EngineName, optionalEngines } from "./mod.ts";

/**
 * The engines that `up --with` starts: the default ones, and the optional ones that it names.
 *
 * @param extra Names of optional engines.
 * @throws {UsageError} One is not an optional engine.
 */
export function engineNames(
  extra: readonly string[],
  { optional = optionalEngines }: { optional?: readonly Engine[] } = {},
): EngineName[] {
  const unknown = extra.find((name) => !optional.some((engine) => engine.name === name));
  if (unknown !== undefined) {
    const known = optional.length === 0
      ? "there are no optional engines yet"
      : `the optional engines are ${listed(optional.map(({ name }) => name))}`;
    throw new UsageError(
      `Cannot use --with ${JSON.stringify(unknown)}: ${known}; ` +
        `${titlesOf(defaultEngines)} are always started`,
    );
  }
  const names = [...defaultEngines.map(({ name }) => name), ...extra];
  return [...new Set(names)] as EngineName[];
}
