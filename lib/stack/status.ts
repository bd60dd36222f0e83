import { UnavailableError } from "../errors.ts";
import type { Engine } from "./engines/define.ts";
import { type DeclaredEngine, engines as declared } from "./engines/mod.ts";
import { healthOf, knownStack } from "./known.ts";
import type { Mode } from "./modes/mode.ts";
import type { StackScope } from "./scope.ts";

/** An engine as it is now. */
export interface EngineStatus {
  engine: Engine;
  /** Null if it is not known where it is. */
  addresses: Record<string, string | null>;
  version: string | null;
  up: boolean;
}

type StatusRow<Address extends string> = Record<Address, string | null> & {
  version: string | null;
  up: boolean;
};

/** What runs and where, each engine by its name. Addresses only: no user, no password. */
export type StackStatus =
  & {
    /** Null if no engines are named and none were ever started here. */
    mode: Mode | null;
  }
  & {
    [E in DeclaredEngine as E["name"]]: StatusRow<
      Extract<keyof ReturnType<E["addresses"]>, string>
    >;
  };

/** Looks at the engines without starting any. */
export async function stackStatus(scope: StackScope = {}): Promise<StackStatus> {
  const { mode, engines } = await lookAt(scope);
  const rows = engines.map(({ engine, addresses, version, up }) => [
    engine.name,
    { ...addresses, version, up },
  ]);
  return { mode, ...Object.fromEntries(rows) };
}

/** A user of an engine with a generated password. */
export interface Secret {
  user: string;
  password: string;
  /** What the user may do. */
  may: string;
  /** The address with the login, for other programs, if the engine has such. */
  url?: string;
}

/**
 * The generated passwords by the engines' names: empty if the engines are external, or nothing was
 * started here. Only for `status --show-secrets`.
 *
 * @throws {UnavailableError} The file with the passwords of a stack that was started is damaged or gone.
 */
export async function stackSecrets(scope: StackScope = {}): Promise<Record<string, Secret[]>> {
  const { engines = declared } = scope;
  const known = await knownStack(scope);
  if (!known?.credentials) return {};
  const { state, file, passwords } = known.credentials;
  if (state !== "kept") {
    throw new UnavailableError(
      `Cannot show passwords: ${file} is ${state}. ` +
        "Make new ones: deno task down, then deno task up",
      { service: "stack", address: file },
    );
  }
  const secrets = engines.flatMap(({ name, users = {}, urlFor }: Engine) => {
    const endpoint = known.engines.find(({ engine }) => engine.name === name)?.endpoint;
    const own = Object.entries(users).flatMap(([user, may]) => {
      const password = passwords[name]?.[user];
      if (password === undefined) return [];
      const url = endpoint && urlFor?.(endpoint, { user, password });
      return [{ user, password, may, ...url === undefined ? {} : { url } }];
    });
    return own.length > 0 ? [[name, own]] : [];
  });
  return Object.fromEntries(secrets);
}

/** Looks at each engine of the list without starting any. */
export async function lookAt(
  scope: StackScope = {},
): Promise<{ mode: Mode | null; engines: EngineStatus[] }> {
  const { engines = declared } = scope;
  const known = await knownStack(scope);
  const health = known ? await healthOf(known) : [];
  return {
    mode: known?.mode ?? null,
    engines: engines.map((engine: Engine) => {
      const i = known?.engines.findIndex((one) => one.engine === engine) ?? -1;
      const found = health[i];
      if (!known || !found) return { engine, addresses: unknown(engine), version: null, up: false };
      const { endpoint, version } = known.engines[i]!;
      return {
        engine,
        addresses: engine.addresses(endpoint),
        version: found.up ? found.version ?? version : null,
        up: found.up,
      };
    }),
  };
}

/** An engine's addresses, all null. */
function unknown(engine: Engine): Record<string, null> {
  const names = Object.keys(engine.addresses(engine.endpointAt(engine.ports)));
  return Object.fromEntries(names.map((name) => [name, null]));
}
