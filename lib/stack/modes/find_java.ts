import { environment } from "../environment.ts";
import { type Run, run as runProgram } from "../machine/run.ts";

/** The oldest Java that the engines run on. */
export const JAVA_WANTED = 17;

/** A `java` program and its major version. */
export interface Java {
  program: string;
  version: number;
}

/**
 * The `java` to use, of `JAVA_HOME` or of the path: one that is new enough, otherwise one that is
 * too old.
 *
 * @returns Undefined if there is none.
 */
export async function findJava(
  { run = runProgram }: { run?: Run } = {},
): Promise<Java | undefined> {
  const home = environment("JAVA_HOME");
  const programs = home ? [`${home}/bin/java`, "java"] : ["java"];
  let tooOld: Java | undefined;
  for (const program of programs) {
    const { stdout, stderr } = await run([program, "-version"]);
    const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr + stdout)?.[1]);
    if (version >= JAVA_WANTED) return { program, version };
    if (version > 0) tooOld ??= { program, version };
  }
  return tooOld;
}

/**
 * Whether a `java` can compile: Linux distributions have packages of it (`openjdk-17-jre`) that only run
 * what was compiled.
 */
export async function hasCompiler(
  { program }: Java,
  { run = runProgram }: { run?: Run } = {},
): Promise<boolean> {
  const { stdout } = await run([program, "--list-modules"]);
  return /^jdk\.compiler(@|$)/m.test(stdout);
}

/** What to say of a `java` that cannot compile. */
export function jdkNeeded({ version }: Java): string {
  return `JDK needed: Java ${version} is a runtime only. Install a JDK ${JAVA_WANTED} or newer ` +
    "(on Debian: apt install openjdk-17-jdk-headless), or name one in JAVA_HOME";
}
