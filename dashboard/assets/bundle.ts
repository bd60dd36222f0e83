/** Bundles what runs in the browser, with Deno's own bundler; kept until a file of it changes. */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { projectFolder } from "../../lib/config.ts";

const ENTRIES = ["dashboard/browser/main.ts", "dashboard/browser/worker.ts"];
/** Folders with what is bundled. */
const FOLDERS = ["dashboard", "lib/charts"];
const FILES = [
  ...["deno.json", "deno.lock", "lib/numbers.ts", "lib/jupyter/lab/extension/elements.ts"],
  "lib/shell/sql_words.ts",
];

/** Files by their names, and what they were made of. */
export interface Bundle {
  /** A digest of the sources. */
  digest: string;
  /** JavaScript by file name: `main.js`, `worker.js`, and parts that these load. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

/**
 * Bundles, or takes what was bundled from the same sources.
 *
 * @param folder Where bundles are kept: a folder for each digest.
 * @throws {Error} It cannot be bundled, as when Deno's bundler cannot be fetched.
 */
export async function bundleBrowser(
  { folder, log = console.error }: { folder: string; log?: (line: string) => void },
): Promise<Bundle> {
  const digest = await digestOfSources();
  const kept = join(folder, digest);
  const known = await readFiles(kept);
  if (known) return { digest, files: known };
  log("Bundling the pages (only after a change)");
  const part = `${kept}.${Deno.pid}.part`; // never half a bundle
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--platform", "browser", "--minify", "--code-splitting"],
      ...["--outdir", part, ...ENTRIES],
    ],
    cwd: projectFolder,
  }).output();
  if (!success) {
    const why = new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join("\n");
    throw new Error(`Cannot bundle the dashboard's pages: ${why}`);
  }
  await removeOthers(folder, part);
  await Deno.rename(part, kept).catch(async (error) => {
    // Another process was faster.
    if (!await readFiles(kept)) throw error;
    await Deno.remove(part, { recursive: true });
  });
  return { digest, files: (await readFiles(kept))! };
}

async function digestOfSources(): Promise<string> {
  const found = [...FILES];
  for (const folder of FOLDERS) found.push(...await sourcesIn(folder));
  const hash = createHash("sha256");
  for (const path of found.sort()) {
    hash.update(path).update("\0").update(await Deno.readFile(join(projectFolder, path)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(projectFolder, folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await sourcesIn(path));
    else if (/\.(ts|css)$/.test(name) && !/_test\.ts$/.test(name)) found.push(path);
  }
  return found;
}

async function readFiles(folder: string): Promise<Bundle["files"] | undefined> {
  const files: Bundle["files"] = new Map();
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile) files.set(name, await Deno.readFile(join(folder, name)));
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return files;
}

/** Removes the bundles of other sources that are older than a day: another process may use a newer one. */
async function removeOthers(folder: string, part: string): Promise<void> {
  for await (const { name } of Deno.readDir(dirname(part))) {
    const path = join(folder, name);
    if (path === part) continue;
    const { mtime } = await Deno.stat(path).catch(() => ({ mtime: null })); // removed meanwhile
    if (mtime && Date.now() - +mtime > 24 * 3600_000) {
      await Deno.remove(path, { recursive: true }).catch(() => {}); // removed meanwhile
    }
  }
}
