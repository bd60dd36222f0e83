/** Which engines this process would use, running or not, and whether they answer. */
import { type Credentials, readCredentials } from "./credentials.ts";
import type { Engine } from "./engines/define.ts";
import { engines as declared } from "./engines/mod.ts";
import { environment } from "./environment.ts";
import type { Health } from "./health.ts";
import { namedEngines, notNamed, usesExternal } from "./modes/external.ts";
import { type Mode, wantedMode } from "./modes/mode.ts";
import type { StackScope } from "./scope.ts";
import { stackDir } from "./stack_dir.ts";
import { stackId } from "./stack_id.ts";
import { portsOf, readState } from "./state.ts";

/** An engine whose address is known. */
export interface KnownEngine {
  engine: Engine;
  endpoint: object;
  /** The version that was started; null if it is external. */
  version: string | null;
}

/** Engines whose addresses are known. */
export interface KnownStack {
  mode: Mode;
  engines: KnownEngine[];
  /** What every engine must report to be this stack's own; undefined if they are external. */
  id?: string;
  /** The passwords of the engines' users; undefined if they are external. */
  credentials?: Credentials;
}

/** Options for {@linkcode knownStack}. */
export interface KnownOptions extends StackScope {
  /** Those of the engines to look for. @default engines */
  need?: readonly Engine[];
  /** The only mode to look in. @default wantedMode() */
  wanted?: Mode;
}

/**
 * Where the needed engines are: as the environment names them, or as they were started here last.
 *
 * @returns Those of them that are known; undefined if there is no stack.
 * @throws {UsageError} External engines are wanted and none is named, or one is not understood.
 */
export async function knownStack(options: KnownOptions = {}): Promise<KnownStack | undefined> {
  const { engines = declared, dir = stackDir(), need = engines, wanted = wantedMode() } = options;
  if (usesExternal(engines, wanted)) {
    if (namedEngines(engines).length === 0) throw notNamed(need, []);
    const known = namedEngines(need).map((engine) => ({
      engine,
      endpoint: engine.external.endpoint(environment),
      version: null,
    }));
    return { mode: "external", engines: known };
  }
  const state = await readState(dir);
  if (!state || (wanted && state.mode !== wanted)) return undefined;
  const credentials = await readCredentials(dir);
  const known = need.flatMap((engine) => {
    const ports = portsOf(engine, state.ports);
    if (!ports) return [];
    const version = state.versions[engine.name] ?? engine.version;
    const endpoint = engine.endpointAt(ports, credentials.passwords[engine.name]);
    return [{ engine, endpoint, version }];
  });
  const id = await stackId(state.mode, { engines, dir });
  return { mode: state.mode, engines: known, id, credentials };
}

/** Asks known engines whether they answer. @returns Their health, in their order. */
export async function healthOf({ engines, id, credentials }: KnownStack): Promise<Health[]> {
  return await Promise.all(engines.map(async ({ engine, endpoint }): Promise<Health> => {
    const health = await engine.health(endpoint, { withId: id !== undefined });
    if (id !== undefined && health.up && health.id !== id) {
      return { up: false, reason: "another project's engine holds this port" };
    }
    return !health.up && health.refused && credentials
      ? { ...health, reason: whyRefused(credentials) }
      : health;
  }));
}

function whyRefused({ state, file }: Credentials): string {
  const problem = state === "kept"
    ? "holds other passwords than it was started with"
    : `is ${state}`;
  return `it refuses the login, and ${file} ${problem}`;
}
