/** Engines that run elsewhere, as the environment names them. */
import { UsageError } from "../../errors.ts";
import type { Engine } from "../engines/define.ts";
import { listed, titlesOf } from "../engines/listed.ts";
import { optionalEngines } from "../engines/mod.ts";
import { type Environment, environment } from "../environment.ts";
import type { Mode } from "./mode.ts";

/** Those of the engines that the environment names. @default env environment */
export function namedEngines(
  engines: readonly Engine[],
  env: Environment = environment,
): Engine[] {
  return engines.filter(({ external }) => env(external.variable) !== undefined);
}

/** Whether external engines are used: they are wanted, or named and nothing else is wanted. */
export function usesExternal(engines: readonly Engine[], wanted: Mode | undefined): boolean {
  return wanted === "external" || (wanted === undefined && namedEngines(engines).length > 0);
}

/**
 * What to say if external engines are used and the environment does not name all that are needed.
 *
 * @param missing Engines that are needed and not named.
 * @param named Engines that are named.
 */
export function notNamed(missing: readonly Engine[], named: readonly Engine[]): UsageError {
  const variables = (engines: readonly Engine[]) =>
    listed(engines.map(({ external }) => external.variable));
  if (named.length === 0) {
    const optional: readonly Engine[] = optionalEngines;
    const usual = missing.filter((engine) => !optional.includes(engine));
    const wanted = usual.length > 0 ? usual : missing;
    return new UsageError(`Cannot use external engines: set ${variables(wanted)}`);
  }
  const examples = missing.map(({ external }) => `${external.variable}=${external.example}`);
  return new UsageError(
    `Cannot use ${variables(named)} alone: ` +
      `${titlesOf(missing)} ${missing.length === 1 ? "is" : "are"} needed too. ` +
      `Set ${missing.length === 1 ? "it" : "them"} too (as ${examples.join(" ")}), or unset ${
        variables(named)
      }`,
  );
}
