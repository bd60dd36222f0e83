import { fileURLToPath } from "node:url";

/**
 * The variables under which Jupyter finds our kernel, and the kernel this Deno: after `npx` none is
 * on PATH.
 */
export function kernelEnv(): Record<string, string> {
  const own = fileURLToPath(new URL(".", import.meta.url));
  const path = [own, Deno.env.get("JUPYTER_PATH")].filter(Boolean);
  return {
    JUPYTER_PATH: path.join(Deno.build.os === "windows" ? ";" : ":"),
    DENO: Deno.execPath(),
    NO_COLOR: "1",
  };
}
