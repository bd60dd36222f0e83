import { resolve } from "node:path";
import { projectFolder } from "../config.ts";
import { runChild } from "./child.ts";
import { isComplete, makeVenv, pythonIn, searched } from "./venv.ts";

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
  if (await isComplete(own, PARTS.lab.packages)) return pythonIn(own);
  if (part === "client" && await isComplete(client, PARTS.client.packages)) return pythonIn(client);
  return await makeVenv(
    { ...PARTS[part], title: "Jupyter", otherwise: ", or put jupyter on PATH" },
    { ...options, venv: part === "lab" ? own : client },
  );
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
