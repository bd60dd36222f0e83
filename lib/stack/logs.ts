import type { Engine } from "./processes.ts";
import { stackDir } from "./state.ts";

/** The last lines that an engine wrote. */
export async function tailOf(engine: Engine, lines: number): Promise<string> {
  const dir = `${stackDir()}/${engine}`;
  let text = "";
  for (const file of [`${dir}/${engine}.log`, `${dir}/${engine}.out`]) {
    text += await Deno.readTextFile(file).catch(() => "");
  }
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
