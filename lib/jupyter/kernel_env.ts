import { fileURLToPath } from "node:url";

/**
 * The environment variables by which Jupyter finds our kernel (spec/) and our settings (lab/config/),
 * and the kernel finds this Deno: after `npx` there is none on PATH.
 *
 * The settings: our kernel for notebooks that name none; rates that let a chart of a megabyte
 * through; no question about news on the first start, and no check for updates.
 */
export function kernelEnv(): Record<string, string> {
  return {
    JUPYTER_PATH: withOwn("JUPYTER_PATH", "spec"),
    JUPYTER_CONFIG_PATH: withOwn("JUPYTER_CONFIG_PATH", "lab/config"),
    DENO: Deno.execPath(),
    NO_COLOR: "1",
  };
}

/** A list of folders: ours, then those of the caller. */
function withOwn(name: string, folder: string): string {
  const own = fileURLToPath(new URL(folder, import.meta.url));
  return [own, Deno.env.get(name)].filter(Boolean).join(Deno.build.os === "windows" ? ";" : ":");
}
