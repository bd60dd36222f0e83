import { shortText, UnavailableError } from "../../errors.ts";
import type { Engine, JavaProcess } from "../engines/define.ts";
import { listed } from "../engines/listed.ts";
import { type Run, run as runProgram } from "../machine/run.ts";
import { stackDir } from "../stack_dir.ts";

/** An engine that needs jars. */
export type JavaEngine = Pick<Engine, "name" | "title" | "version"> & { process: JavaProcess };

/** Those of the engines that need jars. */
export function javaEngines(engines: readonly Engine[]): JavaEngine[] {
  return engines.flatMap(({ name, title, version, process }) =>
    process.kind === "java" ? [{ name, title, version, process }] : []
  );
}

/** Options for {@linkcode fetchJars}. */
export interface JarsOptions {
  /** Ends the download. */
  signal?: AbortSignal;
  /** Called with what is fetched. @default console.error */
  log?: (line: string) => void;
  /** Runs Maven. @default run */
  run?: Run;
  /** The stack's folder: the jars are in `jars` within it. @default stackDir() */
  dir?: string;
}

/** The folder of an engine's jars, or undefined if they were not fetched yet. */
export async function haveJars(
  engine: JavaEngine,
  dir = stackDir(),
): Promise<string | undefined> {
  const jars = await jarsDir(engine, dir);
  return await Deno.stat(jars).then(() => jars, () => undefined);
}

/**
 * Fetches the jars of engines through Maven, in one run. Call it under the lock.
 *
 * @throws {UnavailableError} Maven is missing, or could not fetch them.
 */
export async function fetchJars(
  engines: readonly JavaEngine[],
  options: JarsOptions = {},
): Promise<void> {
  const { signal, log = console.error, run = runProgram, dir = stackDir() } = options;
  const parent = `${dir}/jars`;
  await Deno.mkdir(parent, { recursive: true });
  for await (const { name } of Deno.readDir(parent)) {
    if (name.includes(".part.")) await Deno.remove(`${parent}/${name}`, { recursive: true });
  }
  const what = listed(engines.map(({ title, version }) => `${title} ${version}`));
  const size = engines.reduce((sum, { process }) => sum + process.megabytes, 0);
  log(`Fetching ${what} by Maven (${size} MB, only once)`);
  const started = Date.now();
  // Half a download must never look like a whole one: fetch to a folder beside, then rename.
  const part = `${parent}/.part.${crypto.randomUUID()}`;
  await writeProject(part, engines);
  const { code, stdout, stderr } = await run([
    "mvn",
    "--batch-mode",
    "--quiet",
    `--file=${part}/pom.xml`,
    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
    "-DoutputDirectory=jars", // within each module
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
  for (const engine of engines) {
    await Deno.rename(`${part}/${engine.name}/jars`, await jarsDir(engine, dir));
  }
  await Deno.remove(part, { recursive: true });
  log(`Fetched in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** A Maven project with each engine's pom.xml as a module. */
async function writeProject(folder: string, engines: readonly JavaEngine[]): Promise<void> {
  for (const { name, process } of engines) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    await Deno.copyFile(process.pom, `${folder}/${name}/pom.xml`);
  }
  const modules = engines.map(({ name }) => `<module>${name}</module>`).join("");
  await Deno.writeTextFile(
    `${folder}/pom.xml`,
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tributary</groupId>
  <artifactId>engines</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>${modules}</modules>
</project>
`,
  );
}

/** Another pom.xml means another folder, so that new versions are fetched. */
async function jarsDir({ name, process }: JavaEngine, dir: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(process.pom));
  return `${dir}/jars/${name}-${new Uint8Array(digest).toHex().slice(0, 12)}`;
}

/** The first error that Maven reported, without its colours and its links. */
function mavenReason(output: string): string {
  // deno-lint-ignore no-control-regex
  const lines = output.replace(/\x1b\[[\d;]*m/g, "").trim().split("\n");
  const first = lines.find((line) => line.startsWith("[ERROR] "))?.slice(8) ?? lines.at(-1) ?? "";
  const reason = first.split(" -> ")[0]!.trim().replace(/\.$/, "");
  // Its sentences nest: what failed stands innermost, with the artifact.
  const transfer = /Could not transfer artifact (\S+) .*?\): (.*)$/.exec(reason);
  return transfer ? `${transfer[1]}: ${transfer[2]}` : shortText(reason, 300);
}
