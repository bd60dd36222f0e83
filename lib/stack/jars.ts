import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { shortText, UnavailableError } from "../errors.ts";
import { type Run, run as runProgram } from "./run.ts";
import { stackDir } from "./state.ts";
import { KAFKA_VERSION, QUESTDB_VERSION } from "./versions.ts";

const POM = fileURLToPath(new URL("engines/pom.xml", import.meta.url));

/** Options of {@linkcode fetchJars}. */
export interface JarsOptions {
  /** Ends the download. */
  signal?: AbortSignal;
  /** Told what is fetched. @default console.error */
  log?: (line: string) => void;
  /** Runs Maven. @default run */
  run?: Run;
  /** The folder that holds the jars' folder. @default stackDir() */
  dir?: string;
}

/** The folder of the engines' jars, or undefined where they were not fetched yet. */
export async function haveJars(dir = stackDir()): Promise<string | undefined> {
  const jars = await jarsDir(dir);
  return await Deno.stat(jars).then(() => jars, () => undefined);
}

/**
 * Fetches the engines' jars through Maven. Call it under the lock.
 *
 * @returns Their folder.
 * @throws {UnavailableError} Maven is missing, or could not fetch them.
 */
export async function fetchJars(options: JarsOptions = {}): Promise<string> {
  const { signal, log = console.error, run = runProgram } = options;
  const jars = await jarsDir(options.dir ?? stackDir());
  const parent = dirname(jars);
  await Deno.mkdir(parent, { recursive: true });
  for await (const { name } of Deno.readDir(parent)) {
    if (name.includes(".part.")) await Deno.remove(`${parent}/${name}`, { recursive: true });
  }
  log(`Fetching Kafka ${KAFKA_VERSION} and QuestDB ${QUESTDB_VERSION} by Maven (72 MB, only once)`);
  const started = Date.now();
  // Half a download must never look like a whole one: fetch beside, then rename.
  const part = `${jars}.part.${crypto.randomUUID()}`;
  const { code, stdout, stderr } = await run([
    "mvn",
    "--batch-mode",
    "--quiet",
    `--file=${POM}`,
    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
    `-DoutputDirectory=${part}`,
    "-DincludeScope=runtime",
  ], { signal });
  if (code !== 0) {
    const reason = code === 127
      ? "Maven (mvn) is not installed. Install it, or Docker with compose"
      : `${mavenReason(stdout + stderr)}. Check the network and the free disk space, ` +
        "then try again: deno task up";
    throw new UnavailableError(`Cannot fetch the engines: ${reason}`, {
      service: "Maven",
      address: "Maven Central",
    });
  }
  await Deno.rename(part, jars);
  log(`Fetched in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return jars;
}

/** Another pom.xml means another folder, so that new versions are fetched. */
async function jarsDir(dir: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(POM));
  return `${dir}/jars/${new Uint8Array(digest).toHex().slice(0, 12)}`;
}

/** The first error that Maven told, without its colours and its links. */
function mavenReason(output: string): string {
  // deno-lint-ignore no-control-regex
  const lines = output.replace(/\x1b\[[\d;]*m/g, "").trim().split("\n");
  const first = lines.find((line) => line.startsWith("[ERROR] "))?.slice(8) ?? lines.at(-1) ?? "";
  const reason = first.split(" -> ")[0]!.trim().replace(/\.$/, "");
  // Its sentences nest: what failed stands innermost, with the artifact.
  const transfer = /Could not transfer artifact (\S+) .*?\): (.*)$/.exec(reason);
  return transfer ? `${transfer[1]}: ${transfer[2]}` : shortText(reason, 300);
}
