/** Which engines this process would use, running or not, and whether they answer. */
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
  const known = need.flatMap((engine) => {
    const ports = portsOf(engine, state.ports);
    if (!ports) return [];
    const version = state.versions[engine.name] ?? engine.version;
    return [{ engine, endpoint: engine.endpointAt(ports), version }];
  });
  return { mode: state.mode, engines: known, id: await stackId(state.mode, { engines, dir }) };
}

/** Asks known engines whether they answer. @returns Their health, in their order. */
export async function healthOf({ engines, id }: KnownStack): Promise<Health[]> {
  return await Promise.all(engines.map(async ({ engine, endpoint }): Promise<Health> => {
    const health = await engine.health(endpoint, { withId: id !== undefined });
    return id !== undefined && health.up && health.id !== id
      ? { up: false, reason: "another project's engine holds this port" }
      : health;
  }));
}
