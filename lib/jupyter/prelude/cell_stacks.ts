import { cellByCount } from "./cell_runs.ts";
import { transpile, type TranspiledCell } from "./line_map.ts";
import { countIn } from "./names.ts";

const maps = new WeakMap<object, TranspiledCell>();
const own = new URL(".", import.meta.url).href;
let newest: Error | undefined;

/**
 * Makes stacks name cells and their lines: `at load (cell [3], line 5)`. Deno's kernel shows
 * `<anonymous>:9:7`, which counts the lines of emitted code and does not name the cell.
 */
export function installStacks(): void {
  // V8's hook, called when a stack is first read (https://v8.dev/docs/stack-trace-api).
  Error.prepareStackTrace = (error, frames) => {
    newest = error;
    const lines = frames.filter(isForeign)
      .map((frame) => `\n    at ${place(frame)}`);
    return `${error}${lines.join("")}`;
  };
}

/** Whether a frame is neither in the prelude nor inside Deno. */
function isForeign(frame: NodeJS.CallSite): boolean {
  const url = frame.getScriptNameOrSourceURL() ?? "";
  return !url.startsWith(own) && !url.startsWith("ext:");
}

function place(frame: NodeJS.CallSite): string {
  const text = String(frame);
  const count = countIn(frame.getScriptNameOrSourceURL() ?? "");
  if (count === undefined) return text;
  const line = sourceLine(count, frame);
  const where = `cell [${count}]${line === undefined ? "" : `, line ${line}`}`;
  return text.replace(/(<anonymous>|cell\[\d+\]):\d+:\d+/, where);
}

function sourceLine(count: number, frame: NodeJS.CallSite): number | undefined {
  const cell = cellByCount(count);
  const line = frame.getLineNumber();
  if (!cell || line === null) return undefined;
  let map = maps.get(cell);
  if (!map) {
    try {
      map = transpile(cell.code);
    } catch {
      return undefined;
    }
    maps.set(cell, map);
  }
  return map.lineAt(line, frame.getColumnNumber() ?? 1);
}

/** The error whose stack was read last, if its message is that of the error that ended the cell. */
export function failedWith(message: string): Error | undefined {
  return newest?.message === message ? newest : undefined;
}
