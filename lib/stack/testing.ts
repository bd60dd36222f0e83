import { engines } from "./engines/mod.ts";
import { haveJars, javaEngines } from "./modes/jars.ts";

/** Runs a test with a folder of its own, removed afterwards. */
export async function withTempDir(test: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "tributary_" });
  try {
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Links the jars that the project's own stack has into another's: fetching them is tested elsewhere. */
export async function shareJars(dir: string): Promise<void> {
  await Deno.mkdir(`${dir}/jars`);
  for (const engine of javaEngines(engines)) {
    const jars = await haveJars(engine);
    if (jars === undefined) continue;
    await Deno.symlink(await Deno.realPath(jars), `${dir}/jars/${jars.split("/").at(-1)}`);
  }
}
