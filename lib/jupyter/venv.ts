/** Virtual environments of Python under the stack's folder, each made once. */
import { resolve } from "node:path";
import { UnavailableError } from "../errors.ts";
import { startChild } from "./child.ts";
import { pipProgress } from "./pip_progress.ts";

/** What an environment holds. */
export interface VenvContent {
  /** As pip takes them, with their versions. */
  packages: readonly string[];
  /** Its size on disk, for a person: `12 MB`. */
  size: string;
  /** What cannot be installed if it fails: `Jupyter`. */
  title: string;
  /** What else a person can do then. @default "" */
  otherwise?: string;
}

/** Options for {@linkcode makeVenv}. */
export interface MakeVenvOptions {
  /** The environment's folder. */
  venv: string;
  /** Called with a message before an installation. @default console.error */
  log?: (line: string) => void;
  /** The folders in which programs are searched. @default `PATH` */
  path?: string;
  /** Ends the installation. @default never */
  signal?: AbortSignal;
}

/** The path of an environment's Python. */
export function pythonIn(venv: string): string {
  return Deno.build.os === "windows" ? `${venv}/Scripts/python.exe` : `${venv}/bin/python`;
}

/** The environment of a child whose programs are searched in these folders. */
export function searched(path?: string): { env?: Record<string, string> } {
  return path === undefined ? {} : { env: { PATH: path } };
}

/** Written into an environment when all is installed; one without it is half built. */
const MARKER = "tributary_complete.json";

/** What the marker says: an environment that was moved has scripts that look for the old place. */
function markerOf(venv: string, packages: readonly string[]): string {
  return JSON.stringify({ packages, place: venv });
}

/** Whether an environment has been made here, with these packages. */
export async function isComplete(venv: string, packages: readonly string[]): Promise<boolean> {
  try {
    return await Deno.readTextFile(`${venv}/${MARKER}`) === markerOf(venv, packages);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Makes an environment where it stays, unless it is there: its scripts name their Python by its whole path.
 *
 * @returns The path of its Python.
 * @throws {UnavailableError} There is no Python, or the packages cannot be installed.
 */
export async function makeVenv(
  { packages, size, title, otherwise = "" }: VenvContent,
  { venv, log = console.error, signal, path }: MakeVenvOptions,
): Promise<string> {
  await Deno.mkdir(resolve(venv, ".."), { recursive: true });
  using lock = await Deno.open(`${venv}.lock`, { create: true, write: true });
  await lock.lock(true); // Another process may do the same; the lock ends with its holder.
  if (await isComplete(venv, packages)) return pythonIn(venv);
  log(`Installing ${packages.join(" ")} by pip into ${venv} (${size}, only once)`);
  await removeIfThere(venv); // half built, moved, or of another version
  const pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
  const steps = [
    ["python3", "-m", "venv", venv],
    [pythonIn(venv), ...pip, "--progress-bar", "off", ...packages],
  ];
  for (const step of steps) {
    const { code, text } = await runStep(step, { log, path, signal });
    if (code === 0) continue;
    await removeIfThere(venv);
    const reason = code === 127
      ? "python3 is not installed"
      : text.trim().split("\n").at(-1) || `exit code ${code}`;
    throw new UnavailableError(
      `Cannot install ${title}: ${reason}. Install Python 3.9 or later with venv and pip ` +
        `(on Debian: apt install python3-venv)${otherwise}`,
      { service: title, address: venv },
    );
  }
  await Deno.writeTextFile(`${venv}/${MARKER}`, markerOf(venv, packages));
  return pythonIn(venv);
}

/** Runs a program and shows how far pip is. @returns Its exit code, 127 without such a program, and its output. */
async function runStep(
  command: string[],
  { log, path, signal }: { log: (line: string) => void; path?: string; signal?: AbortSignal },
): Promise<{ code: number; text: string }> {
  signal?.throwIfAborted();
  let child;
  try {
    child = startChild(command, searched(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { code: 127, text: "" };
    throw error;
  }
  const kill = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  using progress = pipProgress(log);
  let text = "";
  for await (const line of child.lines) {
    progress.take(line.text);
    text += `${line.text}\n`;
  }
  signal?.removeEventListener("abort", kill);
  signal?.throwIfAborted();
  return { code: await child.code, text };
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
