import { UsageError } from "../../errors.ts";
import type { Engine } from "./define.ts";
import { listed, titlesOf } from "./listed.ts";
import { defaultEngines, engineGroups, type EngineName, optionalEngines } from "./mod.ts";

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
  const isOptional = (wanted: string) => optional.some(({ name }) => name === wanted);
  const groups = Object.keys(engineGroups).filter((name) => engineGroups[name]!.every(isOptional));
  const unknown = extra.find((name) => !isOptional(name) && !groups.includes(name));
  if (unknown !== undefined) {
    const known = optional.length === 0
      ? "there are no optional engines yet"
      : `the optional engines are ${listed(optional.map(({ name }) => name))}` +
        groups.map((name) => `, and ${name} stands for ${listed(engineGroups[name]!)}`).join("");
    throw new UsageError(
      `Cannot use --with ${JSON.stringify(unknown)}: ${known}; ` +
        `${titlesOf(defaultEngines)} are always started`,
    );
  }
  const names = [
    ...defaultEngines.map(({ name }) => name),
    ...extra.flatMap((name) => engineGroups[name] ?? [name]),
  ];
  return [...new Set(names)] as EngineName[];
}
