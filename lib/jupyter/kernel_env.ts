import { fileURLToPath } from "node:url";

/**
 * The variables under which Jupyter finds our kernel and our settings, and the kernel this Deno:
 * after `npx` none is on PATH.
 *
 * The settings: the kernel that is meant where a notebook names none; rates that let a chart of a
 * megabyte through; no question about news on the first start, and no look for updates.
 */
export function kernelEnv(): Record<string, string> {
  return {
    JUPYTER_PATH: withOwn("JUPYTER_PATH"),
    JUPYTER_CONFIG_PATH: withOwn("JUPYTER_CONFIG_PATH"),
    DENO: Deno.execPath(),
    NO_COLOR: "1",
  };
}

/** A list of folders with ours before those of the caller. */
function withOwn(name: string): string {
  const own = fileURLToPath(new URL(".", import.meta.url));
  return [own, Deno.env.get(name)].filter(Boolean).join(Deno.build.os === "windows" ? ";" : ":");
}
