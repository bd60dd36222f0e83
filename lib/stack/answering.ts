import { UnavailableError } from "../errors.ts";
import type { Health } from "./health.ts";
import { titlesOf } from "./engines/listed.ts";
import { engines as declared } from "./engines/mod.ts";
import {
  healthOf,
  type KnownEngine,
  type KnownOptions,
  type KnownStack,
  knownStack,
} from "./known.ts";
import { namedEngines, notNamed } from "./modes/external.ts";
import type { Mode } from "./modes/mode.ts";
import { startCommand } from "./start_command.ts";

/**
 * Where the needed engines are, whether they run or not.
 *
 * @throws {UsageError} The environment names some engines, but not all that are needed.
 * @throws {UnavailableError} One was not started here.
 */
export async function locate(options: KnownOptions): Promise<KnownStack> {
  const { engines = declared, need = engines } = options;
  const known = await knownStack(options);
  const missing = need.filter((engine) =>
    !known?.engines.some(({ engine: { name } }) => name === engine.name)
  );
  if (known && missing.length === 0) return known;
  if (known?.mode === "external") throw notNamed(missing, namedEngines(engines));
  const service = titlesOf(missing);
  const it = missing.length === 1 ? "it" : "them";
  throw new UnavailableError(
    `Cannot find ${service}: not started here. Start ${it} with: ${startCommand(missing)}`,
    { service, address: "127.0.0.1" },
  );
}

/** An engine answers and does not know our password: waiting does not help. */
export class LoginRefusedError extends UnavailableError {}

/** Options for {@linkcode answering}. */
export interface AnsweringOptions {
  /** Engines with users must want a login, unless they are external. @default false */
  guarded?: boolean;
}

/**
 * Asks known engines whether they answer.
 *
 * @returns Them with the versions that they report, if their protocol reports one.
 * @throws {UnavailableError} One does not answer: why, and what to do.
 */
export async function answering(
  known: KnownStack,
  { guarded = false }: AnsweringOptions = {},
): Promise<KnownEngine[]> {
  const health = await healthOf(known);
  return known.engines.map((one, i) => {
    const found = health[i]!;
    if (!found.up) throw unreachable(one, { mode: known.mode, ...found });
    if (guarded && known.mode !== "external" && found.open) {
      throw unreachable(one, { mode: known.mode, up: false, reason: "it runs without a login" });
    }
    return { ...one, version: found.version ?? one.version };
  });
}

function unreachable(
  { engine, endpoint }: KnownEngine,
  { mode, reason, refused, error }: { mode: Mode } & Extract<Health, { up: false }>,
): UnavailableError {
  if (mode === "external" && error !== undefined) return error;
  const address = Object.values(engine.addresses(endpoint))[0] ?? "";
  const at = { service: engine.title, address };
  if (refused && mode !== "external") {
    return new LoginRefusedError(
      `Cannot log in to ${engine.title} at ${address}: ${reason}. ` +
        `Start it again with new ones: deno task down, then ${startCommand([engine])}`,
      at,
    );
  }
  if (refused) {
    return new UnavailableError(
      `Cannot log in to ${engine.title} at ${address}: it refused the login. ` +
        `Correct ${engine.external.variable}`,
      at,
    );
  }
  const next = mode === "external"
    ? `Start it, or correct ${engine.external.variable}`
    : `Start it with: ${startCommand([engine])}`;
  return new UnavailableError(
    `Cannot reach ${engine.title} at ${address}: ${reason}. ${next}`,
    at,
  );
}
