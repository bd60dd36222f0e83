import { SourceMap } from "node:module";

/** The result of {@linkcode transpile}: a map of lines, or why there is none. */
export interface TranspiledCell {
  /** Returns the source line (from 1) of a place in the emitted code (line and column from 1). */
  lineAt(line: number, column: number): number | undefined;
  /** The syntax error, with the piece of code, a caret, and `at line 4`. */
  error?: string;
}

/**
 * Transpiles a cell with the `deno` that runs, as its kernel does, to learn where lines went and what
 * is wrong with a cell that the kernel rejected without a reason. Takes about 20 ms; synchronous, as
 * stacks are formatted synchronously.
 */
export function transpile(source: string): TranspiledCell {
  const folder = Deno.makeTempDirSync({ prefix: "cell" });
  try {
    Deno.writeTextFileSync(`${folder}/cell.ts`, source);
    const { code, stderr } = new Deno.Command(Deno.execPath(), {
      args: ["transpile", "--source-map", "separate", "--no-config", "--no-lock", "cell.ts"]
        .concat("--outdir", "out"),
      cwd: folder,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).outputSync();
    if (code !== 0) {
      return { lineAt: () => undefined, error: reason(new TextDecoder().decode(stderr)) };
    }
    const map = new SourceMap(JSON.parse(Deno.readTextFileSync(`${folder}/out/cell.js.map`)));
    return {
      lineAt(line, column) {
        // The last mapping at or before the place; offsets from 0. An empty object if there is none.
        const entry = map.findEntry(line - 1, column - 1) as { originalLine?: number };
        return entry.originalLine === undefined ? undefined : entry.originalLine + 1;
      },
    };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Deno's message without its paths: what is wrong, the line, the caret. */
function reason(stderr: string): string {
  const start = stderr.indexOf("error: ");
  return stderr.slice(start < 0 ? 0 : start + 7)
    .replace(/^The module's source code could not be parsed: /, "")
    .replace(/\n+Stack backtrace:[^]*/, "")
    .replaceAll(/ at file:\S+:(\d+):\d+/g, " at line $1")
    .trim();
}
