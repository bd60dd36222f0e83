import { resolve } from "node:path";
import { projectFolder } from "../config.ts";
import { UnavailableError } from "../errors.ts";
import { runChild, startChild } from "./child.ts";
import { pipProgress } from "./pip_progress.ts";

/** A part of Jupyter: the client that runs notebooks, or JupyterLab, which includes it. */
export type JupyterPart = "client" | "lab";

/** How each part is imported and installed, and its size on disk. */
const PARTS = {
  client: { module: "jupyter_client", packages: ["jupyter_client==8.10.0"], size: "12 MB" },
  lab: { module: "jupyterlab", packages: ["jupyterlab==4.6.6"], size: "240 MB" },
};

/** Where {@linkcode findPython} looks and installs. */
export interface FindPythonOptions {
  /** The folder of the virtual environments. @default `TRIBUTARY_STACK_DIR`, else `.stack` */
  dir?: string;
  /** Called with a message before an installation. @default console.error */
  log?: (line: string) => void;
  /** The folders in which programs are searched. @default `PATH` */
  path?: string;
  /** Ends the search or the installation. @default never */
  signal?: AbortSignal;
}

/**
 * Finds a Python that has a part of Jupyter: that of the `jupyter` on PATH, `python3`, or that of the
 * project's own virtual environment, which is made on first use.
 *
 * @returns The path of the Python.
 * @throws {UnavailableError} There is none and none can be installed.
 */
export async function findPython(
  part: JupyterPart,
  options: FindPythonOptions = {},
): Promise<string> {
  const { dir = resolve(projectFolder, Deno.env.get("TRIBUTARY_STACK_DIR") || ".stack") } = options;
  const own = `${dir}/venv`;
  const client = `${dir}/venv_client`;
  for (const python of [await jupyterPython(options.path), "python3"]) {
    if (python && await has(python, part, options)) return python;
  }
  if (await isComplete(own, "lab")) return pythonIn(own);
  if (part === "client" && await isComplete(client, "client")) return pythonIn(client);
  return await makeVenv(part, { ...options, venv: part === "lab" ? own : client });
}

function pythonIn(venv: string): string {
  return Deno.build.os === "windows" ? `${venv}/Scripts/python.exe` : `${venv}/bin/python`;
}

/** The Python in the first line of the `jupyter` on PATH. */
async function jupyterPython(path = Deno.env.get("PATH") ?? ""): Promise<string | undefined> {
  for (const folder of path.split(Deno.build.os === "windows" ? ";" : ":").filter(Boolean)) {
    try {
      const [first] = (await Deno.readTextFile(`${folder}/jupyter`)).split("\n", 1);
      return /^#!(\S*python[\d.]*)\s*$/.exec(first!)?.[1];
    } catch {
      // Not here.
    }
  }
}

async function has(python: string, part: JupyterPart, { path, signal }: FindPythonOptions) {
  // Importing JupyterLab takes a second; finding it does not.
  const code = `import importlib.util as u, sys; sys.exit(u.find_spec("${
    PARTS[part].module
  }") is None)`;
  return (await runChild([python, "-c", code], { ...searched(path), signal })).code === 0;
}

function searched(path?: string): { env?: Record<string, string> } {
  return path === undefined ? {} : { env: { PATH: path } };
}

/** Written into an environment when all is installed; one without it is half built. */
const MARKER = "tributary_complete.json";

/** What the marker says: an environment that was moved has scripts that look for the old place. */
function markerOf(venv: string, part: JupyterPart): string {
  return JSON.stringify({ packages: PARTS[part].packages, place: venv });
}

async function isComplete(venv: string, part: JupyterPart): Promise<boolean> {
  try {
    return await Deno.readTextFile(`${venv}/${MARKER}`) === markerOf(venv, part);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Makes an environment where it stays: its scripts name their Python by its whole path. */
async function makeVenv(
  part: JupyterPart,
  { venv, log = console.error, signal, path }: FindPythonOptions & { venv: string },
): Promise<string> {
  const { packages, size } = PARTS[part];
  await Deno.mkdir(resolve(venv, ".."), { recursive: true });
  using lock = await Deno.open(`${venv}.lock`, { create: true, write: true });
  await lock.lock(true); // Another process may do the same; the lock ends with its holder.
  if (await isComplete(venv, part)) return pythonIn(venv);
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
      `Cannot install Jupyter: ${reason}. Install Python 3.9 or later with venv and pip ` +
        "(on Debian: apt install python3-venv), or put jupyter on PATH",
      { service: "Jupyter", address: venv },
    );
  }
  await Deno.writeTextFile(`${venv}/${MARKER}`, markerOf(venv, part));
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
