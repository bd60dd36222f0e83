import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { projectFolder } from "../../config.ts";
import { messageOf } from "../../errors.ts";
import { sleep } from "../../retry.ts";
import { startChild } from "../child.ts";
import { kernelEnv } from "../kernel_env.ts";
import { buildExtension } from "./extension/build.ts";

/** JupyterLab, which ends when this process is gone. */
const SERVER = fileURLToPath(new URL("serve_lab.py", import.meta.url));

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
  const extension = await withExtension(log, signal);
  const child = startChild([
    ...[python, SERVER, `--notebook-dir=${folder}`, "--ip=127.0.0.1", `--port=${port}`],
    "--allow-root", // For containers; the server listens only on this machine and requires its token.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ...browser ? [] : ["--no-browser"],
  ], { env: { ...kernelEnv(), ...extension, ...env } });
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

/**
 * Builds our extension, in the project's own folder, as Jupyter may be one that is not ours.
 *
 * @returns Environment variables: where JupyterLab finds it, and for kernels that it is there.
 */
async function withExtension(
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const dir = resolve(projectFolder, Deno.env.get("TRIBUTARY_STACK_DIR") || ".stack");
  const data = join(dir, "jupyter");
  try {
    await buildExtension(join(data, "labextensions"), { signal, log });
  } catch (error) {
    signal.throwIfAborted();
    log(`${messageOf(error)}\nTables will show their first and last rows only`);
    return {};
  }
  const { JUPYTER_PATH } = kernelEnv();
  return { JUPYTER_PATH: `${JUPYTER_PATH}${delimiter}${data}`, TRIBUTARY_LAB_EXTENSION: "1" };
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
