import { resolve } from "node:path";
import { projectFolder } from "../config.ts";
import { UnavailableError } from "../errors.ts";
import { runChild } from "./child.ts";

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
  const candidates = [
    await jupyterPython(options.path),
    "python3",
    pythonIn(own),
    ...part === "client" ? [pythonIn(client)] : [],
  ];
  for (const python of candidates) {
    if (python && await has(python, part, options)) return python;
  }
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

async function makeVenv(
  part: JupyterPart,
  { venv, log = console.error, signal, ...options }: FindPythonOptions & { venv: string },
): Promise<string> {
  const { packages, size } = PARTS[part];
  await Deno.mkdir(resolve(venv, ".."), { recursive: true });
  using lock = await Deno.open(`${venv}.lock`, { create: true, write: true });
  await lock.lock(true); // Another process may do the same; the lock ends with its holder.
  if (await has(pythonIn(venv), part, options)) return pythonIn(venv);
  log(`Installing ${packages.join(" ")} by pip into ${venv} (${size}, only once)`);
  // Half an installation must never look like a whole one: install beside it, then rename.
  const part_ = `${venv}.part`;
  await Deno.remove(part_, { recursive: true }).catch(() => {});
  const steps = [
    ["python3", "-m", "venv", part_],
    [pythonIn(part_), "-m", "pip", "install", "--quiet", ...packages],
  ];
  for (const step of steps) {
    const { code, text } = await runChild(step, { ...searched(options.path), signal });
    if (code === 0) continue;
    const reason = code === 127
      ? "python3 is not installed"
      : text.trim().split("\n").at(-1) ?? `exit code ${code}`;
    throw new UnavailableError(
      `Cannot install Jupyter: ${reason}. Install Python 3.9 or later with venv and pip ` +
        "(on Debian: apt install python3-venv), or put jupyter on PATH",
      { service: "Jupyter", address: venv },
    );
  }
  await Deno.rename(part_, venv);
  return pythonIn(venv);
}
