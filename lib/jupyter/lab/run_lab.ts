import { fileURLToPath } from "node:url";
import { projectFolder } from "../../config.ts";
import { sleep } from "../../retry.ts";
import { startChild } from "../child.ts";
import { kernelEnv } from "../kernel_env.ts";

/** How {@linkcode runLab} runs JupyterLab. */
export interface LabOptions {
  /** A Python that has jupyterlab: see `findPython`. */
  python: string;
  /** The folder to open. */
  folder: string;
  /** Port on 127.0.0.1; the next free one if it is in use. @default 8888 */
  port?: number;
  /** Open a browser. @default true */
  browser?: boolean;
  /** Environment variables for JupyterLab and its kernels. @default {} */
  env?: Record<string, string>;
  /** Ends JupyterLab and its kernels. */
  signal: AbortSignal;
  /** Called with each line that JupyterLab writes. @default console.error */
  log?: (line: string) => void;
}

/**
 * Runs JupyterLab with our kernel until the signal aborts. The token is the one that Jupyter makes,
 * or `JUPYTER_TOKEN`.
 *
 * @returns JupyterLab's exit code, 0 if the signal ended it.
 */
export async function runLab(options: LabOptions): Promise<number> {
  const { python, folder, port = 8888, browser = true, env = {} } = options;
  const { signal, log = console.error } = options;
  await fetchPackages(log);
  const child = startChild([
    ...[python, "-m", "jupyterlab", `--notebook-dir=${folder}`, "--ip=127.0.0.1", `--port=${port}`],
    "--allow-root", // For containers; the server listens only on this machine and requires its token.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ...browser ? [] : ["--no-browser"],
  ], { env: { ...kernelEnv(), ...env } });
  const end = async () => {
    child.kill("SIGTERM"); // It ends its kernels first.
    await sleep(10_000);
    child.kill("SIGKILL");
  };
  signal.addEventListener("abort", () => void end(), { once: true });
  for await (const { text } of child.lines) log(text);
  const code = await child.code;
  return signal.aborted ? 0 : code;
}

/** Fetches the packages that the kernel itself needs, so that no cell waits for them. */
async function fetchPackages(log: (line: string) => void): Promise<void> {
  const programs = ["../code/rewriter.ts", "../language/main.ts"]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const command = new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", ...programs],
    cwd: projectFolder,
  });
  const { code, stderr } = await command.output();
  if (code !== 0) log(`Cannot fetch the kernel's packages: ${new TextDecoder().decode(stderr)}`);
}
