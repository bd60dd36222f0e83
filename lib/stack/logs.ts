/** What the engines wrote to their logs. */
import { shortText, UsageError } from "../errors.ts";
import { until } from "../retry.ts";
import type { Engine } from "./engines/define.ts";
import { listed } from "./engines/listed.ts";
import { defaultEngines, engines as declared } from "./engines/mod.ts";
import { knownStack } from "./known.ts";
import { dockerLogs } from "./modes/docker.ts";
import type { StackScope } from "./scope.ts";
import { stackDir } from "./stack_dir.ts";
import { portsOf, readState } from "./state.ts";

/** Options for {@linkcode showLogs}. */
export interface LogOptions extends StackScope {
  /** Name of the only engine to show. @default those that were started, and the default ones */
  only?: string;
  /** Last lines to show of each engine. @default 50 */
  lines?: number;
  /** Go on with what is written from now. @default false */
  follow?: boolean;
  /** Ends following. */
  signal?: AbortSignal;
  /** Called with each line. @default console.log */
  write?: (line: string) => void;
}

/**
 * Shows the last lines of the engines' logs, and follows them if asked.
 *
 * @throws {UsageError} There is no such engine, or the engines are external: their logs are elsewhere.
 * @throws The signal's reason, if it aborts.
 */
export async function showLogs(options: LogOptions = {}): Promise<void> {
  const { engines: all = declared, dir = stackDir(), lines = 50, follow = false } = options;
  const { signal, write = console.log } = options;
  const engines = await chosen(all, { only: options.only, dir });
  const mode = (await knownStack({ engines: all, dir }))?.mode;
  if (mode === "external") {
    throw new UsageError("Cannot show logs of external engines: look where they run");
  }
  if (mode === "docker") return await dockerLogs(engines, { lines, follow, signal, dir });
  const width = Math.max(...engines.map(({ name }) => name.length));
  const label = ({ name }: Engine) => engines.length > 1 ? `${name.padEnd(width)} | ` : "";
  const sizes = new Map<string, number>();
  for (const engine of engines) {
    const file = await logFile(engine, dir);
    if (file === undefined) {
      write(`${label(engine)}${engine.title} has written nothing yet`);
      continue;
    }
    const text = await Deno.readTextFile(file);
    sizes.set(file, new TextEncoder().encode(text).length);
    const last = text.trimEnd().split("\n");
    for (const line of last.slice(Math.max(0, last.length - lines))) write(label(engine) + line);
  }
  if (!follow) return;
  await until(async () => {
    for (const engine of engines) {
      const file = await logFile(engine, dir);
      if (file === undefined) continue;
      for (const line of await newLines(file, sizes)) write(label(engine) + line);
    }
  }, { every: 250, signal });
}

async function chosen(
  engines: readonly Engine[],
  { only, dir }: { only: string | undefined; dir: string },
): Promise<Engine[]> {
  if (only !== undefined) {
    const engine = engines.find(({ name }) => name === only);
    if (engine) return [engine];
    const names = listed(engines.map(({ name }) => name));
    throw new UsageError(`Cannot show logs of ${JSON.stringify(only)}: the engines are ${names}`);
  }
  const ports = (await readState(dir))?.ports;
  const byDefault: readonly Engine[] = defaultEngines;
  return engines.filter((engine) => portsOf(engine, ports) || byDefault.includes(engine));
}

/** The last lines that say why an engine ended: errors and their causes, without stack frames. */
export async function tailOf(
  engine: Engine,
  lines: number,
  { dir = stackDir() }: StackScope = {},
): Promise<string> {
  const output = await Deno.readTextFile(outputOf(engine, dir)).catch(() => "");
  const file = engine.logs === undefined ? undefined : await logFile(engine, dir);
  const text = (file === undefined ? "" : await Deno.readTextFile(file)) + output;
  const said = text.split("\n").filter((line) =>
    line.trim() !== "" && !/^\s+(at |\.\.\. )/.test(line)
  );
  // Engines log much while they shut down, after what ended them.
  const errors = said.filter((line) => !/^\d{4}-\S+ (INFO|WARN|WARNING|I|A) /.test(line));
  return [...new Set(errors.length > 0 ? errors : said)].slice(-lines)
    .map((line) => shortText(line, 400)).join("\n");
}

/** Where the output of an engine's process goes. */
function outputOf({ name }: Engine, dir: string): string {
  return `${dir}/${name}/${name}.out`;
}

/** The file that an engine writes to now: the newest, because a full one is followed by another. */
async function logFile(engine: Engine, dir: string): Promise<string | undefined> {
  if (engine.logs === undefined) {
    const output = outputOf(engine, dir);
    return await Deno.stat(output).then(() => output, () => undefined);
  }
  const folder = `${dir}/${engine.name}/${engine.logs}`;
  let newest: { path: string; time: number } | undefined;
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!/\.log(\.\d+)?$/.test(name)) continue;
      const time = (await Deno.stat(`${folder}/${name}`)).mtime?.getTime() ?? 0;
      if (!newest || time > newest.time) newest = { path: `${folder}/${name}`, time };
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return newest?.path;
}

/** Whole lines that were added to a file since the last look. A shorter file was begun again. */
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
