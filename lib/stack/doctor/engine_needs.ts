/** What the engines need on this machine, and whether they answer. */
import type { Engine } from "../engines/define.ts";
import { defaultEngines, optionalEngines } from "../engines/mod.ts";
import { environment } from "../environment.ts";
import { dockerAnswers } from "../modes/docker.ts";
import { findJava, hasCompiler, JAVA_WANTED, jdkNeeded } from "../modes/find_java.ts";
import { haveJars, javaEngines } from "../modes/jars.ts";
import type { Mode } from "../modes/mode.ts";
import { isFree, portHolder } from "../machine/ports.ts";
import type { Run } from "../machine/run.ts";
import { startCommand } from "../start_command.ts";
import { portsOf, readState } from "../state.ts";
import type { EngineStatus } from "../status.ts";
import type { Need } from "./need.ts";

/** Whether Java or Docker is here, and which of them would be used. */
export async function modeNeed(
  { external, run, dir }: { external: boolean; run: Run; dir: string },
): Promise<{ need: Need; mode: Mode }> {
  const need = (found: boolean, detail: string): Need => ({
    name: "Java or Docker",
    found,
    required: true,
    detail,
  });
  if (external) {
    return { need: need(true, "not needed: the engines are external"), mode: "external" };
  }
  const [docker, java] = await Promise.all([dockerAnswers({ run }), findJava({ run })]);
  const javaFits = java !== undefined && java.version >= JAVA_WANTED;
  const asked = environment("TRIBUTARY_STACK") ?? (await readState(dir))?.mode;
  if (docker && asked !== "java") {
    return { need: need(true, "Docker with compose"), mode: "docker" };
  }
  const detail = javaFits
    ? `Java ${java.version}`
    : java
    ? `Java ${java.version} is too old. Install Java ${JAVA_WANTED} or newer, or Docker with compose`
    : `neither. Install Java ${JAVA_WANTED} or newer and Maven, or Docker with compose`;
  return { need: need(javaFits, detail), mode: "java" };
}

/** Maven, which fetches the jars of the engines that `up` starts by itself. */
export async function mavenNeed(
  engines: readonly Engine[],
  { run, dir }: { run: Run; dir: string },
): Promise<Need> {
  const name = "Maven";
  const byDefault: readonly Engine[] = defaultEngines;
  const jars = await Promise.all(
    javaEngines(engines.filter((engine) => byDefault.includes(engine)))
      .map((engine) => haveJars(engine, dir)),
  );
  if (jars.every((folder) => folder !== undefined)) {
    return { name, found: true, required: false, detail: "not needed: the jars are fetched" };
  }
  const { code, stdout } = await run(["mvn", "--version"]);
  const version = /Apache Maven ([\d.]+)/.exec(stdout)?.[1];
  const found = code === 0 && version !== undefined;
  const detail = found ? version : "install Maven (package maven): it fetches the engines once";
  return { name, found, required: true, detail };
}

/** Whether the engines' preferred ports are free: of optional ones that were started here before. */
export async function portsNeed(engines: readonly Engine[], dir: string): Promise<Need> {
  const optional: readonly Engine[] = optionalEngines;
  const known = (await readState(dir))?.ports;
  const wanted = engines.filter((engine) => !optional.includes(engine) || portsOf(engine, known));
  const preferred = wanted.flatMap(({ ports }) => Object.values(ports));
  const own = Object.values(known ?? {});
  const taken = preferred.filter((port) => !isFree(port));
  const others = await Promise.all(
    taken.filter((port) => !own.includes(port)).map(async (port) =>
      `${port} is held by ${await portHolder(port)}`
    ),
  );
  const detail = others.length > 0
    ? `${others.join(", ")}: up takes others instead`
    : taken.length > 0
    ? `${taken.join(", ")} are this project's`
    : `${preferred.join(", ")} are free`;
  return { name: "Ports", found: true, required: false, detail };
}

/** Why an engine cannot be started here: a program or a JDK is missing. */
export async function lackOf({ engine }: EngineStatus, run: Run): Promise<string | undefined> {
  if (engine.process.kind === "program") return await engine.process.lack?.({ run });
  if (engine.process.kind !== "java" || !engine.process.needsJdk) return undefined;
  const java = await findJava({ run });
  // Without any Java the line about Java says so.
  if (java === undefined || java.version < JAVA_WANTED) return undefined;
  return await hasCompiler(java, { run }) ? undefined : jdkNeeded(java);
}

/**
 * Whether an engine answers.
 *
 * @param lack Why it cannot be started on this machine.
 */
export function engineNeed(status: EngineStatus, mode: Mode | null, lack?: string): Need {
  const { engine, version, up } = status;
  const name = engine.title;
  const [address] = Object.values(status.addresses);
  if (up) {
    const detail = `${version ?? "answers"} at ${address}`;
    return { name, found: true, required: mode === "external", detail };
  }
  if (mode !== "external") {
    const next = lack ?? `Start it with: ${startCommand([engine])}`;
    const detail = `not running. ${next}`;
    return { name, found: false, required: false, detail };
  }
  const { variable, example } = engine.external;
  return address
    ? { name, found: false, required: true, detail: `not running at ${address}` }
    : { name, found: false, required: false, detail: `not named. Set ${variable}=${example}` };
}
