import { startChild } from "./child.ts";
import { kernelEnv } from "./kernel_env.ts";
import { sleep } from "../retry.ts";

/** What {@linkcode runLab} takes. */
export interface LabOptions {
  /** A Python that has jupyterlab: see `findPython`. */
  python: string;
  /** The folder that is opened. */
  folder: string;
  /** Port on 127.0.0.1; another is taken where it is in use. @default 8888 */
  port?: number;
  /** Open a browser. @default true */
  browser?: boolean;
  /** Variables for it and its kernels. @default {} */
  env?: Record<string, string>;
  /** Ends JupyterLab and its kernels. */
  signal: AbortSignal;
  /** Told each line that JupyterLab writes. @default console.error */
  log?: (line: string) => void;
}

/**
 * Runs JupyterLab with our kernel until the signal aborts. Its token stays as Jupyter makes it, or as
 * `JUPYTER_TOKEN` says.
 *
 * @returns JupyterLab's exit code, 0 where the signal ended it.
 */
export async function runLab(options: LabOptions): Promise<number> {
  const { python, folder, port = 8888, browser = true, env = {} } = options;
  const { signal, log = console.error } = options;
  const child = startChild([
    ...[python, "-m", "jupyterlab", `--notebook-dir=${folder}`, "--ip=127.0.0.1", `--port=${port}`],
    "--allow-root", // Containers; the server listens on this machine alone and wants its token.
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
