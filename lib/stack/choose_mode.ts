import { UnavailableError } from "../errors.ts";
import { dockerAnswers } from "./docker.ts";
import { healthOf, knownEngines, type Mode } from "./known.ts";
import { readState } from "./state.ts";

/**
 * The mode to start engines in: the one asked for, else the one that holds this project's data, else
 * Docker where it answers, else Java.
 *
 * @throws {UnavailableError} Docker is asked for and does not answer, or the engines run in another mode.
 */
export async function chooseMode(
  wanted: Mode | undefined,
  { log = console.error }: { log?: (line: string) => void } = {},
): Promise<Mode> {
  const last = (await readState())?.mode;
  const asked = wanted ?? last;
  const docker = asked !== "java" && await dockerAnswers();
  if (wanted === "docker" && !docker) {
    throw new UnavailableError(
      "Cannot start under Docker: no Docker engine with compose answers. " +
        "Start it (docker info tells more), or without Docker: TRIBUTARY_STACK=java deno task up",
      { service: "Docker", address: "this machine" },
    );
  }
  const mode = docker ? "docker" : "java";
  if (last !== undefined && last !== mode) {
    const { kafka, questdb } = await healthOf((await knownEngines(last))!);
    if (kafka.up || questdb.up) {
      throw new UnavailableError(
        `Cannot start under ${mode}: this project's engines run under ${last}. ` +
          "Stop them first: deno task down",
        { service: "Kafka and QuestDB", address: "127.0.0.1" },
      );
    }
    log(`Starting under ${mode}: the data of before stays under ${last}`);
  }
  return mode;
}
