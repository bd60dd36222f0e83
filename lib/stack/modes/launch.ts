import type { Engine, JavaLaunch } from "../engines/define.ts";
import { JVM_ENV } from "../engines/jvm.ts";
import { privateFolder, tighten } from "../machine/private.ts";
import { markerOf } from "../machine/processes.ts";

/** Starts an engine as a process that outlives this command. */
export async function launch(engine: Engine, options: JavaLaunch): Promise<void> {
  const { dir, java } = options;
  const { name, process } = engine;
  const folder = `${dir}/${name}`;
  await privateFolder(folder);
  const { words, env } = await process.command({ ...options, dir: folder });
  await tighten(folder, engine);
  const command = process.kind === "java" ? [java, markerOf(name, dir), ...words] : words;
  // Deno cannot give a child a file for its output: a shell opens it, and becomes the engine.
  const script = 'umask 077; exec "$0" "$@" >"$TRIBUTARY_OUT" 2>&1 </dev/null';
  new Deno.Command("sh", {
    args: ["-c", script, ...command],
    cwd: folder,
    env: { ...JVM_ENV, ...env, TRIBUTARY_OUT: `${folder}/${name}.out` },
    detached: true, // a session of its own: neither Ctrl-C nor the end of the terminal reaches it
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().unref();
}
