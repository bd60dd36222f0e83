/** The engines as processes of this machine. */
import { UnavailableError } from "../../errors.ts";
import type { Engine } from "../engines/define.ts";
import { listed, titlesOf } from "../engines/listed.ts";
import { ensureCredentials } from "../credentials.ts";
import { healthOf, knownStack } from "../known.ts";
import { choosePorts } from "../machine/ports.ts";
import { tighten } from "../machine/private.ts";
import { runningEngines, stopEngine } from "../machine/processes.ts";
import { startError } from "../start_error.ts";
import type { StackScope } from "../scope.ts";
import { stackDir } from "../stack_dir.ts";
import { stackId } from "../stack_id.ts";
import { portsOf, readState, writeState } from "../state.ts";
import { findJava, hasCompiler, JAVA_WANTED, jdkNeeded } from "./find_java.ts";
import { fetchJars, haveJars, javaEngines } from "./jars.ts";
import { launch } from "./launch.ts";

/** Options for {@linkcode startJava}. */
export interface JavaOptions {
  /** Gives up. What was started goes on, and the next `up` finds it. */
  signal?: AbortSignal;
  /** Called with each step. @default console.error */
  log?: (line: string) => void;
  /** All engines of the stack: one of them may hold its id. @default engines */
  engines?: readonly Engine[];
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/**
 * Starts those of the engines that do not run, and does not wait for them. Call it under the lock.
 *
 * @param wanted Engines whose dependencies answer already.
 * @throws {UnavailableError} Java or the jars cannot be had.
 */
export async function startJava(
  wanted: readonly Engine[],
  options: JavaOptions = {},
): Promise<void> {
  const { signal, log = console.error, engines, dir = stackDir() } = options;
  const state = await readState(dir);
  const last = state?.mode === "java" ? state : undefined;
  const running = await runningEngines({ engines: wanted, dir });
  const missing: Engine[] = [];
  for (const engine of wanted) {
    const pid = running[engine.name];
    if (pid !== undefined && portsOf(engine, last?.ports)) {
      if (!await isOpen(engine, { engines, dir })) {
        await tighten(`${dir}/${engine.name}`, engine);
        continue;
      }
      log(`${engine.title} runs without a login, as an earlier version started it: restarting it`);
    }
    // Without its ports nobody knows where it listens: start it again.
    if (pid !== undefined) await stopEngine(engine, { pid, dir });
    missing.push(engine);
  }
  if (missing.length === 0) {
    return log(`${titlesOf(wanted)} ${wanted.length === 1 ? "is" : "are"} starting already`);
  }
  const { java, jars } = await javaFor(missing, { signal, log, dir });
  const preferred = Object.assign({}, ...missing.map(({ ports }) => ports));
  const chosen = await choosePorts(preferred, { remembered: last?.ports, log, dir });
  const ports = { ...last?.ports, ...chosen };
  const started = Object.fromEntries(missing.map(({ name, version }) => [name, version]));
  // Written first: if this command is killed now, the next one still knows where they listen.
  await writeState({ mode: "java", ports, versions: { ...last?.versions, ...started } }, dir);
  const credentials = await ensureCredentials(missing, dir);
  log(`Starting ${titlesOf(missing)}`);
  const id = await stackId("java", { engines, dir });
  await Promise.all(
    missing.map((engine) => {
      const passwords = credentials[engine.name] ?? {};
      const jarsOf = jars.get(engine.name) ?? "";
      return launch(engine, { java, jars: jarsOf, dir, ports, id, passwords, signal });
    }),
  );
}

/** Whether an engine answers without the login that it should want. */
async function isOpen(engine: Engine, { engines, dir }: StackScope): Promise<boolean> {
  const known = await knownStack({ engines, dir, need: [engine], wanted: "java" });
  const [health] = known ? await healthOf(known) : [];
  return health?.up === true && health.open === true;
}

/** The `java` program and the folders of the jars; neither is used by engines of another kind. */
async function javaFor(
  missing: readonly Engine[],
  options: { signal?: AbortSignal; log: (line: string) => void; dir: string },
): Promise<{ java: string; jars: Map<string, string> }> {
  const jars = new Map<string, string>();
  const onJava = javaEngines(missing);
  if (onJava.length === 0) return { java: "", jars };
  const java = await findJava();
  if (!java || java.version < JAVA_WANTED) throw noJava(missing, java?.version);
  const [compiled] = onJava.filter(({ process }) => process.needsJdk);
  if (compiled && !await hasCompiler(java)) throw startError(compiled, jdkNeeded(java));
  const fetched = await Promise.all(onJava.map((engine) => haveJars(engine, options.dir)));
  const wanted = onJava.filter((_, i) => fetched[i] === undefined);
  if (wanted.length > 0) await fetchJars(wanted, options);
  for (const engine of onJava) jars.set(engine.name, (await haveJars(engine, options.dir))!);
  return { java: java.program, jars };
}

function noJava(engines: readonly Engine[], version: number | undefined): UnavailableError {
  const found = version === undefined
    ? "neither a Docker engine nor Java is here"
    : `no Docker engine is here, and Java is ${version}`;
  const variables = listed(engines.map(({ external }) => external.variable));
  return new UnavailableError(
    `Cannot start ${
      titlesOf(engines)
    }: ${found}. Install Java ${JAVA_WANTED} or newer with Maven, ` +
      `or Docker with compose, or set ${variables} to running ones`,
    { service: "Java", address: "this machine" },
  );
}
