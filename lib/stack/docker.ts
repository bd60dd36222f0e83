/** Kafka and QuestDB as containers of compose.yaml, through `docker compose`. */
import { UnavailableError } from "../errors.ts";
import { choosePorts } from "./ports.ts";
import type { Engine } from "./processes.ts";
import { type Output, type Run, run as runProgram } from "./run.ts";
import { stackId } from "./stack_id.ts";
import { type Ports, PREFERRED_PORTS, PROJECT_ROOT, readState, writeState } from "./state.ts";
import { KAFKA_VERSION } from "./versions.ts";

/** Options of the functions here. */
export interface DockerOptions {
  /** Gives up. */
  signal?: AbortSignal;
  /** Told of each step. @default console.error */
  log?: (line: string) => void;
  /** Runs the commands. @default run */
  run?: Run;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/** Whether a Docker engine with compose answers. A client without an engine says no at once. */
export async function dockerAnswers({ run = runProgram }: DockerOptions = {}): Promise<boolean> {
  // Where DOCKER_HOST names a machine that is off, the client would wait for minutes.
  const signal = AbortSignal.timeout(5_000);
  const answers = await Promise.all([
    run(["docker", "info", "--format", "{{.ServerVersion}}"], { signal }),
    run(["docker", "compose", "version"], { signal }),
  ]).catch(() => []);
  return answers.length > 0 &&
    answers.every(({ code, stdout }) => code === 0 && stdout.trim() !== "");
}

/**
 * Starts the containers and waits until they are healthy. Call it under the lock.
 *
 * @throws {UnavailableError} Compose failed, with its last lines.
 */
export async function startDocker(options: DockerOptions = {}): Promise<void> {
  const { log = console.error } = options;
  const state = await readState(options.dir);
  const remembered = state?.mode === "docker" ? state.ports : undefined;
  const { stdout } = await compose(["ps", "--quiet"], options);
  // Containers that run hold their ports themselves: those are ours.
  const ports = remembered && stdout.trim() !== ""
    ? remembered
    : { ...PREFERRED_PORTS, ...await choosePorts(PUBLISHED, { remembered, log }) };
  await writeState({ mode: "docker", ports, kafkaVersion: KAFKA_VERSION }, options.dir);
  log("Starting Kafka and QuestDB under Docker (the first time it fetches their images)");
  await compose(["up", "--detach", "--wait"], { ...options, ports });
}

/** Stops and removes the containers; with `purge` their volumes too. */
export async function stopDocker(options: DockerOptions & { purge?: boolean } = {}) {
  await compose(["down", ...(options.purge ? ["--volumes"] : [])], options);
}

/** Shows the containers' logs on this process's own output. */
export async function dockerLogs(
  engines: readonly Engine[],
  { lines, follow, signal }: { lines: number; follow: boolean; signal?: AbortSignal },
): Promise<void> {
  const flags = ["--tail", String(lines), ...(follow ? ["--follow"] : [])];
  const [docker, ...args] = [
    ...composeCommand(await stackId("docker")),
    "logs",
    ...flags,
    ...engines,
  ];
  await new Deno.Command(docker!, { args, stdin: "null", signal }).spawn().status;
}

const PUBLISHED: (keyof Ports)[] = ["kafka", "http", "pg", "ilp", "metrics"];

/** Clones and tests keep apart: each stack folder is a compose project of its own. */
function composeCommand(id: string): string[] {
  const project = `tributary-${id.slice(0, 8).toLowerCase()}`;
  return ["docker", "compose", "--file", `${PROJECT_ROOT}compose.yaml`, "--project-name", project];
}

async function compose(
  args: string[],
  { run = runProgram, signal, dir, ports }: DockerOptions & { ports?: Ports },
): Promise<Output> {
  const id = await stackId("docker", dir);
  const env: Record<string, string> = { TRIBUTARY_STACK_ID: id };
  for (const [name, port] of Object.entries(ports ?? {})) {
    env[`TRIBUTARY_${name.toUpperCase()}_PORT`] = String(port);
  }
  const output = await run([...composeCommand(id), ...args], { env, signal });
  if (output.code === 0) return output;
  const lines = output.stderr.trimEnd().split("\n").slice(-8).join("\n");
  throw new UnavailableError(
    `Cannot run docker compose ${args[0]}: ${lines}\n` +
      "See: docker compose version and docker info. Without Docker: TRIBUTARY_STACK=java deno task up",
    { service: "Docker", address: "compose.yaml" },
  );
}
