import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectFolder } from "../../config.ts";
import { messageOf } from "../../errors.ts";
import { runChild } from "../child.ts";
import { buildExtension } from "../lab/extension/build.ts";

const SPEC = fileURLToPath(new URL("../spec/kernels/deno", import.meta.url));
const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/**
 * Writes what is to be installed, in the layout of a Jupyter data folder, each part with the marker
 * of install.py: the kernel, and the extension of JupyterLab unless it cannot be built.
 *
 * @param folder Where; what stands there is replaced.
 */
export async function preparedParts(
  folder: string,
  { python, signal }: { python: string; signal?: AbortSignal },
): Promise<void> {
  const extension = await preparedExtension(join(folder, "labextensions"), signal);
  const kernel = join(folder, "kernels", "tributary");
  await Deno.mkdir(kernel, { recursive: true });
  const spec = {
    argv: [await wholePath(python, signal), join(SPEC, "relay.py"), "{connection_file}"],
    display_name: "Deno (Tributary)",
    language: "typescript",
    interrupt_mode: "message",
    // No variable of `deno task lab` is there when another Jupyter starts the kernel.
    env: { DENO: Deno.execPath(), NO_COLOR: "1", ...extension },
  };
  await Deno.writeTextFile(join(kernel, "kernel.json"), JSON.stringify(spec, null, 2));
  for (const logo of LOGOS) await Deno.copyFile(join(SPEC, logo), join(kernel, logo));
  await mark(kernel);
}

async function mark(part: string): Promise<void> {
  const marker = JSON.stringify({ project: projectFolder, deno: Deno.version.deno });
  await Deno.writeTextFile(join(part, "tributary.json"), marker);
}

/** @returns Variables that say to the kernel that the extension is there. */
async function preparedExtension(
  folder: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  try {
    await buildExtension(folder, signal ? { signal } : {});
    await mark(join(folder, "tributary"));
    return { TRIBUTARY_LAB_EXTENSION: "1" };
  } catch (error) {
    signal?.throwIfAborted();
    await Deno.remove(join(folder, "tributary"), { recursive: true }).catch((failed) => {
      // One that was built before would not fit this kernel; usually there is none.
      if (!(failed instanceof Deno.errors.NotFound)) throw failed;
    });
    console.error(`warning: tables and inputs stay static. ${messageOf(error)}`);
    return {};
  }
}

/** The path of a Python that may be named as on PATH. */
async function wholePath(python: string, signal?: AbortSignal): Promise<string> {
  const { code, text } = await runChild(
    [python, "-c", "import sys; print(sys.executable)"],
    { signal },
  );
  const path = text.trim();
  if (code !== 0 || path === "") throw new Error(`Cannot find the path of ${python}: ${path}`);
  return path;
}
