import { UnavailableError } from "../errors.ts";
import { run } from "./run.ts";
import { stackDir } from "./state.ts";
import { KAFKA_VERSION, QUESTDB_VERSION } from "./versions.ts";

const POM = new URL("engines/pom.xml", import.meta.url);

/** The folder where the engines' jars are or will be; another pom.xml means another folder. */
export async function jarsDir(): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(POM));
  return `${stackDir()}/jars/${new Uint8Array(digest).toHex().slice(0, 12)}`;
}

/** Whether the jars are there, whole. */
export async function haveJars(): Promise<boolean> {
  return (await Deno.stat(await jarsDir()).catch(() => undefined))?.isDirectory ?? false;
}

/**
 * Fetches the engines' jars through Maven, once. Call it under the lock.
 *
 * @returns Their folder.
 * @throws {UnavailableError} Maven is missing, or could not fetch them.
 */
export async function fetchJars(
  { signal, log = console.error }: { signal?: AbortSignal; log?: (line: string) => void } = {},
): Promise<string> {
  const dir = await jarsDir();
  if (await haveJars()) return dir;
  log(`Downloading Kafka ${KAFKA_VERSION} and QuestDB ${QUESTDB_VERSION} by Maven, once (72 MB)`);
  const started = Date.now();
  // Half a download must never look like a whole one: fetch beside, then rename.
  const part = `${dir}.part`;
  await Deno.remove(part, { recursive: true }).catch(() => {});
  const { code, stdout, stderr } = await run([
    "mvn",
    "--batch-mode",
    "--quiet",
    `--file=${decodeURIComponent(POM.pathname)}`,
    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
    `-DoutputDirectory=${part}`,
    "-DincludeScope=runtime",
  ], { signal });
  if (code !== 0) {
    const reason = code === 127
      ? "Maven (mvn) is not installed. Install it, or install Docker"
      : `${mavenReason(stdout + stderr)}. Check the network and the free space, then: deno task up`;
    throw new UnavailableError(`Cannot download the engines: ${reason}`, {
      service: "Maven",
      address: "Maven Central",
    });
  }
  await Deno.rename(part, dir);
  log(`Downloaded in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return dir;
}

/** The first error that Maven told, without its colours and its links. */
function mavenReason(output: string): string {
  // deno-lint-ignore no-control-regex
  const lines = output.replace(/\x1b\[[\d;]*m/g, "").split("\n");
  const first = lines.find((line) => line.startsWith("[ERROR] "))?.slice(8) ?? lines[0] ?? "";
  return first.split(" -> ")[0]!.trim().replace(/\.$/, "");
}
