import { UnavailableError } from "../../errors.ts";
import { type Run, run as runProgram } from "./run.ts";

/** Every process as a line of its id and its arguments. */
export async function processTable(run: Run = runProgram): Promise<string> {
  const { code, stdout } = await run(["ps", "-axww", "-o", "pid=,args="]);
  if (code === 0) return stdout;
  // Slim containers have no ps. Deno itself may read /proc only with every permission.
  const loop = 'for d in /proc/[0-9]*; do echo "${d#/proc/} $(tr "\\0" " " <"$d/cmdline")"; done';
  const table = await run(["sh", "-c", `${loop} 2>/dev/null`]);
  if (table.stdout.trim() !== "") return table.stdout;
  throw new UnavailableError(
    "Cannot read the process table: ps is not installed. Install it (package procps)",
    { service: "ps", address: "this machine" },
  );
}
