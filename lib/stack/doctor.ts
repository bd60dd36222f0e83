import { freeMegabytes, WANTED_MB } from "./disk.ts";
import { dockerAnswers } from "./docker.ts";
import { environment } from "./external.ts";
import { haveJars } from "./jars.ts";
import { findJava, JAVA_WANTED } from "./java.ts";
import { jupyterNeed } from "./jupyter_need.ts";
import { knownEngines, type Mode } from "./known.ts";
import { isFree, portHolder } from "./ports.ts";
import { type Run, run as runProgram } from "./run.ts";
import { PREFERRED_PORTS, readState } from "./state.ts";
import { stackStatus } from "./status.ts";

/** The Deno that this project is tested with. */
const DENO_WANTED = "2.9.6";

/** One thing that the project needs or can use. */
export interface Need {
  name: string;
  found: boolean;
  /** Without it nothing works. */
  required: boolean;
  /** What was found, or how to get it. */
  detail: string;
}

/** Looks at everything that the project needs on this machine, and starts nothing. */
export async function doctor({ run = runProgram }: { run?: Run } = {}): Promise<Need[]> {
  const external = (await knownEngines())?.mode === "external";
  const status = await stackStatus();
  const engines = await enginesNeed(external, run);
  return [
    deno(),
    engines.need,
    ...(engines.mode === "java" ? [await maven(run)] : []),
    ...(external ? [] : [await ports(), await disk(run)]),
    {
      name: "Kafka",
      found: status.kafka.up,
      required: external,
      detail: status.kafka.up
        ? `${status.kafka.version ?? "answers"} at ${status.kafka.address}`
        : `not running${
          external ? ` at ${status.kafka.address}` : ". Start it with: deno task up"
        }`,
    },
    {
      name: "QuestDB",
      found: status.questdb.up,
      required: external,
      detail: status.questdb.up
        ? `${status.questdb.version ?? "answers"} at ${status.questdb.http}`
        : `not running${external ? ` at ${status.questdb.http}` : ". Start it with: deno task up"}`,
    },
    await jupyterNeed(run),
    token(),
  ];
}

function deno(): Need {
  const { deno } = Deno.version;
  const [major, minor] = deno.split(".").map(Number);
  const found = major! > 2 || (major === 2 && minor! >= 9);
  const how = `; wanted is ${DENO_WANTED}. Run: npx -y deno@${DENO_WANTED} task doctor`;
  return { name: "Deno", found, required: true, detail: found ? deno : deno + how };
}

async function enginesNeed(external: boolean, run: Run): Promise<{ need: Need; mode: Mode }> {
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
  const asked = environment("TRIBUTARY_STACK") ?? (await readState())?.mode;
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

async function maven(run: Run): Promise<Need> {
  const name = "Maven";
  if (await haveJars()) {
    return { name, found: true, required: false, detail: "not needed: the jars are fetched" };
  }
  const { code, stdout } = await run(["mvn", "--version"]);
  const version = /Apache Maven ([\d.]+)/.exec(stdout)?.[1];
  const found = code === 0 && version !== undefined;
  const detail = found ? version : "install Maven (package maven): it fetches the engines once";
  return { name, found, required: true, detail };
}

async function ports(): Promise<Need> {
  const own = Object.values((await readState())?.ports ?? {});
  const taken = Object.values(PREFERRED_PORTS).filter((port) => !isFree(port));
  const others = await Promise.all(
    taken.filter((port) => !own.includes(port)).map(async (port) =>
      `${port} is held by ${await portHolder(port)}`
    ),
  );
  const detail = others.length > 0
    ? `${others.join(", ")}: up takes others instead`
    : taken.length > 0
    ? `${taken.join(", ")} are this project's`
    : `${Object.values(PREFERRED_PORTS).join(", ")} are free`;
  return { name: "Ports", found: true, required: false, detail };
}

async function disk(run: Run): Promise<Need> {
  const free = await freeMegabytes({ run });
  const found = free === undefined || free >= WANTED_MB;
  const detail = free === undefined
    ? "the free space cannot be told"
    : `${(free / 1024).toFixed(1)} GB free${found ? "" : `: free ${WANTED_MB} MB at least`}`;
  return { name: "Disk", found, required: true, detail };
}

function token(): Need {
  const found = environment("GITHUB_TOKEN") !== undefined;
  const detail = found
    ? "GITHUB_TOKEN is set"
    : "live GitHub events are limited to 60 requests an hour; set GITHUB_TOKEN for 5,000";
  return { name: "GitHub token", found, required: false, detail };
}
