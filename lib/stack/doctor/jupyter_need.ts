import type { Run } from "../machine/run.ts";
import { stackDir } from "../stack_dir.ts";
import type { Need } from "./need.ts";

/** Whether JupyterLab is on PATH, in `python3`, or in the environment that `deno task lab` made. */
export async function jupyterNeed(run: Run): Promise<Need> {
  const asked = ["-c", "import importlib.metadata as m; print(m.version('jupyterlab'))"];
  const venv = `${stackDir()}/venv`; // made by lib/jupyter/python.ts
  for (
    const [where, command] of [
      ["on PATH", ["jupyter", "lab", "--version"]],
      ["in python3", ["python3", ...asked]],
      [`in ${venv}`, [`${venv}/bin/python`, ...asked]],
    ] as const
  ) {
    const { code, stdout } = await run([...command]);
    const detail = `JupyterLab ${stdout.trim()} ${where}`;
    if (code === 0) return { name: "Jupyter", found: true, required: false, detail };
  }
  const python = await run(["python3", "-c", "import ensurepip, venv"]);
  const detail = python.code === 0
    ? `deno task lab installs it on first use (240 MB) into ${venv}`
    : "for notebooks only. Install Python 3.9 or later with venv and pip " +
      "(on Debian: apt install python3-venv); deno task lab then installs JupyterLab";
  return { name: "Jupyter", found: false, required: false, detail };
}
