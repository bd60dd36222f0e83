/** Finding and starting the engines: external, Docker, or Java. */
import { namespacePrefix } from "../config.ts";
import { answering, type AnsweringOptions, locate } from "./answering.ts";
import { checkSpace } from "./machine/disk.ts";
import type { Engine } from "./engines/define.ts";
import {
  type DefaultEngineName,
  defaultEngines,
  type EngineEndpoints,
  type EngineName,
  engines as declared,
} from "./engines/mod.ts";
import { inWaves, withDependencies } from "./engines/order.ts";
import type { KnownEngine } from "./known.ts";
import { withLock } from "./machine/lock.ts";
import { chooseMode } from "./modes/choose_mode.ts";
import { usesExternal } from "./modes/external.ts";
import { type Mode, wantedMode } from "./modes/mode.ts";
import type { StackScope } from "./scope.ts";
import { start } from "./start.ts";

/** Engines that answer. */
export interface Stack<Name extends string = DefaultEngineName> {
  mode: Mode;
  /** Those of the engines that were asked for, and no others. */
  endpoints: [Name] extends [EngineName] ? Pick<EngineEndpoints, Name> : Record<string, object>;
  /** The same engines, for people. `where` has no credentials. */
  engines: { title: string; version: string | null; where: string }[];
}

/** Options for {@linkcode findStack}. */
export interface FindOptions<Name extends string = DefaultEngineName> {
  /** Engines that must answer. @default defaultEngines */
  need?: readonly Name[];
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/** Options for {@linkcode ensureStack}. */
export interface StackOptions<Name extends string = DefaultEngineName> extends FindOptions<Name> {
  /** Gives up waiting. What was started goes on, and the next call finds it. */
  signal?: AbortSignal;
  /** Called with each step and each decision. @default console.error */
  log?: (line: string) => void;
  /** Where the engines come from. @default TRIBUTARY_STACK, otherwise the first that is there */
  mode?: Mode;
}

/** Engines in place of the declared ones. */
export interface Others {
  /** All of them; by default all are needed. */
  engines: readonly Engine[];
}

/**
 * Finds or starts the needed engines, with those that they depend on, and resolves when they answer.
 * Quick if they run already, and safe to call from many processes at once.
 *
 * @throws {UnavailableError} They cannot be reached or started: why, and what to do.
 * @throws {UsageError} The environment names them in a way that is not understood.
 */
export function ensureStack<Name extends EngineName = DefaultEngineName>(
  options?: StackOptions<Name>,
): Promise<Stack<Name>>;
export function ensureStack(options: StackOptions<string> & Others): Promise<Stack<string>>;
export async function ensureStack(
  options: StackOptions<string> & Partial<Others> = {},
): Promise<Stack<string>> {
  const { engines = declared, dir, signal, log } = options;
  const need = neededOf(options);
  const prefix = namespacePrefix();
  const wanted = wantedMode(options.mode);
  const scope = { engines, dir };
  const found = find(scope, { need, wanted, prefix, guarded: true });
  if (usesExternal(engines, wanted)) return await found;
  const running = await found.catch(() => undefined);
  if (running) return running;
  await checkSpace({ dir });
  return await withLock(async () => {
    const mode = await chooseMode(wanted, { ...scope, log });
    const all = withDependencies(engines, need.map(({ name }) => name));
    // Compose knows what depends on what.
    for (const wave of mode === "docker" ? [all] : inWaves(all)) {
      await start(wave, { ...scope, mode, signal, log });
    }
    return await find(scope, { need, wanted: mode, prefix, guarded: true });
  }, { dir, signal, log });
}

/**
 * Finds engines that run, and starts none.
 *
 * @throws {UnavailableError} One does not answer, with the command that starts it.
 * @throws {UsageError} The environment names them in a way that is not understood.
 */
export function findStack<Name extends EngineName = DefaultEngineName>(
  options?: FindOptions<Name>,
): Promise<Stack<Name>>;
export function findStack(options: FindOptions<string> & Others): Promise<Stack<string>>;
export async function findStack(
  options: FindOptions<string> & Partial<Others> = {},
): Promise<Stack<string>> {
  return await find(options, { need: neededOf(options), prefix: namespacePrefix() });
}

function neededOf({ engines, need }: { engines?: readonly Engine[]; need?: readonly string[] }) {
  if (need === undefined) return engines ?? defaultEngines;
  return (engines ?? declared as readonly Engine[]).filter(({ name }) => need.includes(name));
}

async function find(
  scope: StackScope,
  { need, wanted, prefix, guarded }:
    & { need: readonly Engine[]; wanted?: Mode; prefix: string }
    & AnsweringOptions,
): Promise<Stack<string>> {
  const known = await locate({ ...scope, need, wanted });
  const found = await answering(known, { guarded });
  const endpointOf = ({ engine, endpoint }: KnownEngine) => [engine.name, { ...endpoint, prefix }];
  return {
    mode: known.mode,
    endpoints: Object.fromEntries(found.map(endpointOf)),
    engines: found.map(({ engine, endpoint, version }) => (
      { title: engine.title, version, where: engine.describe(endpoint) }
    )),
  };
}
