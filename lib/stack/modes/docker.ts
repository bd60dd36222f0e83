/** The engines as containers of compose.yaml, through `docker compose`. */
import { projectFolder } from "../../config.ts";
import { UnavailableError } from "../../errors.ts";
import { LineSplitter } from "../../lines.ts";
import { type Credentials, ensureCredentials } from "../credentials.ts";
import type { Engine } from "../engines/define.ts";
import { titlesOf } from "../engines/listed.ts";
import { optionalEngines } from "../engines/mod.ts";
import { choosePorts } from "../machine/ports.ts";
import { type Output, type Run, run as runProgram } from "../machine/run.ts";
import { stackId } from "../stack_id.ts";
import { type Ports, portsOf, readState, writeState } from "../state.ts";

/** Options for the functions on Docker. */
export interface DockerOptions {
  /** Gives up. */
  signal?: AbortSignal;
  /** Called with each step. @default console.error */
  log?: (line: string) => void;
  /** Runs the commands. @default run */
  run?: Run;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/** Whether a Docker engine with compose answers. A client without an engine says no at once. */
export async function dockerAnswers({ run = runProgram }: DockerOptions = {}): Promise<boolean> {
  // If DOCKER_HOST names a machine that is off, the client would wait for minutes.
  const signal = AbortSignal.timeout(5_000);
  const answers = await Promise.all([
    run(["docker", "info", "--format", "{{.ServerVersion}}"], { signal }),
    run(["docker", "compose", "version"], { signal }),
  ]).catch(() => []);
  return answers.length > 0 &&
    answers.every(({ code, stdout }) => code === 0 && stdout.trim() !== "");
}

/**
 * Starts the engines' containers and waits until they are healthy. Call it under the lock.
 *
 * @throws {UnavailableError} Compose failed, with its last lines.
 */
export async function startDocker(
  engines: readonly Engine[],
  options: DockerOptions = {},
): Promise<void> {
  const { log = console.error, dir } = options;
  const state = await readState(dir);
  const last = state?.mode === "docker" ? state : undefined;
  const running = last
    ? (await compose(["ps", "--services"], options)).stdout.trim().split("\n")
    : [];
  const ports = { ...last?.ports };
  for (const engine of engines) {
    // A container that runs holds its ports itself: those are ours.
    const kept = running.includes(engine.name) ? portsOf(engine, ports) : undefined;
    Object.assign(ports, kept ?? await choosePublished(engine, { remembered: ports, log, dir }));
  }
  const started = Object.fromEntries(engines.map(({ name, version }) => [name, version]));
  await writeState({ mode: "docker", ports, versions: { ...last?.versions, ...started } }, dir);
  // Compose makes a container again if its environment differs: one without a login gets its login.
  const passwords = await ensureCredentials(engines, dir);
  log(`Starting ${titlesOf(engines)} under Docker (the first time it fetches their images)`);
  const services = engines.map(({ name }) => name);
  await compose(["up", "--detach", "--wait", ...services], { ...options, ports, passwords });
}

/** A port that is not published stays within its container: it has its preferred number. */
async function choosePublished(
  { ports, compose }: Engine,
  options: { remembered: Ports; log: (line: string) => void; dir?: string },
): Promise<Ports> {
  const published = compose.ports.map((name) => [name, ports[name]!]);
  return { ...ports, ...await choosePorts(Object.fromEntries(published), options) };
}

/** Stops and removes the containers; with `purge` their volumes too. */
export async function stopDocker(options: DockerOptions & { purge?: boolean } = {}) {
  await compose(["down", ...(options.purge ? ["--volumes"] : [])], options);
}

/** Options for {@linkcode dockerLogs}. */
export interface DockerLogOptions {
  /** Last lines of each engine. */
  lines: number;
  /** Go on with new lines. */
  follow: boolean;
  signal?: AbortSignal;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/** Shows the containers' logs on this process's own output. */
export async function dockerLogs(
  engines: readonly Engine[],
  { lines, follow, signal, dir }: DockerLogOptions,
): Promise<void> {
  const [docker, ...args] = [
    ...composeCommand(await stackId("docker", { dir })),
    "logs",
    "--tail",
    String(lines),
    ...(follow ? ["--follow"] : []),
    ...engines.map(({ name }) => name),
  ];
  const child = new Deno.Command(docker!, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
  await Promise.all([show(child.stdout, console.log), show(child.stderr, console.error)]);
  await child.status;
}

/** Through the console, which lets nothing in a log control the terminal. */
async function show(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  write: (line: string) => void,
): Promise<void> {
  const splitter = new LineSplitter({ limit: 100_000 });
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    for (const line of splitter.push(text)) write(line);
  }
  for (const line of splitter.end()) write(line);
}

/** Clones and tests are kept apart: each stack folder is a compose project of its own. */
function composeCommand(id: string): string[] {
  const project = `tributary-${id.slice(0, 8).toLowerCase()}`;
  const file = `${projectFolder}/compose.yaml`;
  // Optional engines have a profile: without it compose neither sees nor stops those that run. With it
  // `up` still starts the named services only.
  const profiles = optionalEngines.flatMap(({ name }: Engine) => ["--profile", name]);
  return ["docker", "compose", "--file", file, "--project-name", project, ...profiles];
}

async function compose(
  args: string[],
  { run = runProgram, signal, dir, ports, passwords }: DockerOptions & {
    ports?: Ports;
    passwords?: Credentials["passwords"];
  },
): Promise<Output> {
  const id = await stackId("docker", { dir });
  const env: Record<string, string> = { TRIBUTARY_STACK_ID: id };
  for (const [name, port] of Object.entries(ports ?? {})) {
    env[`TRIBUTARY_${name.toUpperCase()}_PORT`] = String(port);
  }
  for (const [engine, users] of Object.entries(passwords ?? {})) {
    for (const [user, password] of Object.entries(users)) {
      env[`TRIBUTARY_${engine}_${user}_PASSWORD`.toUpperCase()] = password;
    }
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
