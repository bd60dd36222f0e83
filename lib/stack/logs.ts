/** What the engines wrote. */
import { shortText, UsageError } from "../errors.ts";
import { dockerLogs } from "./docker.ts";
import { knownEngines } from "./known.ts";
import { type Engine, SERVICE } from "./processes.ts";
import { stackDir } from "./state.ts";

/** Options of {@linkcode showLogs}. */
export interface LogOptions {
  /** Last lines to show of each engine. @default 50 */
  lines?: number;
  /** Go on with what is written from now. @default false */
  follow?: boolean;
  /** Ends following. */
  signal?: AbortSignal;
  /** Takes the lines. @default console.log */
  write?: (line: string) => void;
}

/**
 * Shows the last lines of the engines' logs, and follows them if asked.
 *
 * @throws {UsageError} The engines are external: their logs are elsewhere.
 */
export async function showLogs(engines: readonly Engine[], options: LogOptions = {}) {
  const { lines = 50, follow = false, signal, write = console.log } = options;
  const mode = (await knownEngines())?.mode;
  if (mode === "external") {
    throw new UsageError("Cannot show logs of external engines: look where they run");
  }
  if (mode === "docker") return await dockerLogs(engines, { lines, follow, signal });
  const label = engines.length > 1 ? (engine: Engine) => `${engine.padEnd(7)} | ` : () => "";
  const sizes = new Map<string, number>();
  for (const engine of engines) {
    const file = await logFile(engine);
    if (file === undefined) {
      write(`${label(engine)}${SERVICE[engine]} has written nothing yet`);
      continue;
    }
    const text = await Deno.readTextFile(file);
    sizes.set(file, new TextEncoder().encode(text).length);
    const all = text.trimEnd().split("\n");
    for (const line of all.slice(Math.max(0, all.length - lines))) write(label(engine) + line);
  }
  while (follow && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    for (const engine of engines) {
      const file = await logFile(engine);
      if (file === undefined) continue;
      for (const line of await newLines(file, sizes)) write(label(engine) + line);
    }
  }
}

/** The last lines that tell why an engine ended: errors and their causes, without stack frames. */
export async function tailOf(engine: Engine, lines: number): Promise<string> {
  const output = await Deno.readTextFile(`${stackDir()}/${engine}/${engine}.out`).catch(() => "");
  const file = await logFile(engine);
  const text = (file === undefined ? "" : await Deno.readTextFile(file)) + output;
  const said = text.split("\n").filter((line) =>
    line.trim() !== "" && !/^\s+(at |\.\.\. )/.test(line)
  );
  // Both log much while they shut down, after what ended them.
  const errors = said.filter((line) => !/^\d{4}-\S+ (INFO|WARN|I|A) /.test(line));
  return [...new Set(errors.length > 0 ? errors : said)].slice(-lines)
    .map((line) => shortText(line, 400)).join("\n");
}

/** The file that an engine writes to now: the newest, for both begin another when one is full. */
async function logFile(engine: Engine): Promise<string | undefined> {
  const dir = `${stackDir()}/${engine}${engine === "questdb" ? "/log" : ""}`;
  let newest: { path: string; time: number } | undefined;
  try {
    for await (const { name } of Deno.readDir(dir)) {
      if (!/\.log(\.\d+)?$/.test(name)) continue;
      const time = (await Deno.stat(`${dir}/${name}`)).mtime?.getTime() ?? 0;
      if (!newest || time > newest.time) newest = { path: `${dir}/${name}`, time };
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return newest?.path;
}

/** Whole lines that were added to a file since the last look. A shorter file was begun anew. */
async function newLines(path: string, sizes: Map<string, number>): Promise<string[]> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const known = sizes.get(path) ?? 0;
  const from = size < known ? 0 : known;
  await file.seek(from, Deno.SeekMode.Start);
  const bytes = new Uint8Array(await new Response(file.readable).arrayBuffer());
  const end = bytes.lastIndexOf(10) + 1;
  sizes.set(path, from + end);
  return end === 0 ? [] : new TextDecoder().decode(bytes.subarray(0, end - 1)).split("\n");
}
