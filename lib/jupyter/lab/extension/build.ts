import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { projectFolder } from "../../../config.ts";
import { messageOf } from "../../../errors.ts";
import { runChild } from "../../child.ts";
import { containerOf } from "./container.ts";

/** JupyterLab's name for our extension. */
const NAME = "tributary";

const sources = import.meta.dirname!;

/** What the bundle takes from elsewhere. */
const SHARED = [join(sources, "../../code/sql_mark.ts")];

/** How {@linkcode buildExtension} builds. */
export interface BuildOptions {
  /** Ends it. */
  signal?: AbortSignal;
  /** Called before the work. @default console.error */
  log?: (line: string) => void;
}

/**
 * Builds our JupyterLab extension into `folder/tributary`, unless what is there is from the same
 * sources. JupyterLab finds it if the folder is `labextensions` in one of Jupyter's data folders.
 *
 * @throws {Error} It cannot be bundled, as when Deno's bundler cannot be fetched.
 */
export async function buildExtension(folder: string, options: BuildOptions = {}): Promise<void> {
  const { signal, log = console.error } = options;
  const version = await hashOfSources();
  const load = `static/remoteEntry.${version}.js`;
  const target = join(folder, NAME);
  if (await loadOf(target) === load) return;
  await Deno.mkdir(folder, { recursive: true });
  using lock = await Deno.open(`${target}.lock`, { create: true, write: true });
  await lock.lock(true); // Another JupyterLab may start too; the lock ends with its holder.
  if (await loadOf(target) === load) return;
  log("Building the JupyterLab extension (only after a change)");
  const part = `${target}.${Deno.pid}.part`; // never half an extension
  try {
    await Deno.mkdir(join(part, "static"), { recursive: true });
    const bundled = join(part, "bundle.js");
    const { code, text } = await runChild([
      ...[Deno.execPath(), "bundle", "--quiet", "--platform", "browser", "--format", "cjs"],
      ...["--minify", "--external", "@lumino/*", "--external", "@jupyterlab/*"],
      ...["--config", join(projectFolder, "deno.json"), "-o", bundled, join(sources, "plugins.ts")],
    ], { cwd: projectFolder, ...signal ? { signal } : {} });
    if (code !== 0) throw new Error(text.trim().split("\n").slice(-3).join("\n"));
    const entry = containerOf(NAME, await Deno.readTextFile(bundled));
    await Deno.remove(bundled);
    await Deno.writeTextFile(join(part, load), entry);
    await Deno.writeTextFile(join(part, "package.json"), JSON.stringify(manifest(load), null, 2));
    await Deno.remove(target, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    await Deno.rename(part, target);
  } catch (error) {
    signal?.throwIfAborted();
    await Deno.remove(part, { recursive: true }).catch(() => {}); // it may not even exist
    throw new Error(`Cannot build the JupyterLab extension: ${messageOf(error)}`);
  }
}

/** What JupyterLab reads: https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html. */
function manifest(load: string) {
  return {
    name: NAME,
    version: "1.0.0",
    description: "Data grids, inputs and variables of Tributary's notebooks",
    license: "Apache-2.0",
    jupyterlab: { extension: true, _build: { load, extension: "./extension" } },
  };
}

/** What the extension in a folder loads; undefined if there is none. */
async function loadOf(target: string): Promise<string | undefined> {
  try {
    const { jupyterlab } = JSON.parse(await Deno.readTextFile(join(target, "package.json")));
    return jupyterlab._build.load;
  } catch {
    return undefined; // There is none, or nothing that JupyterLab could read.
  }
}

/** Sixteen hexadecimal digits that change with the sources. */
async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...await filesIn(sources), ...SHARED].sort()) {
    hash.update(file.slice(dirname(sources).length)).update(await Deno.readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const found = await Promise.all(entries.map(({ name, isDirectory }) => {
    const path = join(folder, name);
    return isDirectory ? filesIn(path) : /_test\.ts$|_testing\.ts$/.test(name) ? [] : [path];
  }));
  return found.flat();
}
