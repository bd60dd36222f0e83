import { UnavailableError } from "../../errors.ts";
import { titlesOf } from "../engines/listed.ts";
import { healthOf, knownStack } from "../known.ts";
import type { StackScope } from "../scope.ts";
import { readState } from "../state.ts";
import { dockerAnswers } from "./docker.ts";
import type { Mode } from "./mode.ts";

/** Options for {@linkcode chooseMode}. */
export interface ChooseModeOptions extends StackScope {
  /** Called if earlier data stays in another mode. @default console.error */
  log?: (line: string) => void;
}

/**
 * The mode to start engines in: the one asked for, otherwise the one that holds this project's data,
 * otherwise Docker if it answers, otherwise Java.
 *
 * @throws {UnavailableError} Docker is asked for and does not answer, or the engines run in another mode.
 */
export async function chooseMode(
  wanted: Mode | undefined,
  { log = console.error, engines, dir }: ChooseModeOptions = {},
): Promise<"docker" | "java"> {
  const last = (await readState(dir))?.mode;
  const asked = wanted ?? last;
  const docker = asked !== "java" && await dockerAnswers();
  if (wanted === "docker" && !docker) {
    throw new UnavailableError(
      "Cannot start under Docker: no Docker engine with compose answers. " +
        "Start it (docker info says more), or without Docker: TRIBUTARY_STACK=java deno task up",
      { service: "Docker", address: "this machine" },
    );
  }
  const mode = docker ? "docker" : "java";
  if (last !== undefined && last !== mode) {
    const known = (await knownStack({ engines, dir, wanted: last }))!;
    const health = await healthOf(known);
    const up = known.engines.filter((_, i) => health[i]!.up).map(({ engine }) => engine);
    if (up.length > 0) {
      throw new UnavailableError(
        `Cannot start under ${mode}: this project's engines run under ${last}. ` +
          "Stop them first: deno task down",
        { service: titlesOf(up), address: "127.0.0.1" },
      );
    }
    log(`Starting under ${mode}: the data so far stays under ${last}`);
  }
  return mode;
}
