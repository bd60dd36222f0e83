/** From where a piece of emitted code comes: `[column, line]` pairs per emitted line, all from 0. */
type Segments = [number, number][][];

/** What {@linkcode transpile} gives: the emitted code's map, or why there is none. */
export interface Transpiled {
  /** The source line (from 1) of a place in the emitted code (line and column from 1). */
  lineAt(line: number, column: number): number | undefined;
  /** The syntax error, with the piece of code, a caret, and `at line 4`. */
  error?: string;
}

/**
 * Transpiles a cell by the `deno` that runs, as its kernel does, to learn where lines went and what
 * is wrong with a cell that the kernel refused without a word. Takes about 20 ms; synchronous, as a
 * stack is formatted synchronously.
 */
export function transpile(source: string): Transpiled {
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
    const map = JSON.parse(Deno.readTextFileSync(`${folder}/out/cell.js.map`));
    const segments = decode(map.mappings);
    return { lineAt: (line, column) => lineAt(segments, line, column) };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Deno's message without its paths: what was wrong, the line, the caret. */
function reason(stderr: string): string {
  const begin = stderr.indexOf("error: ");
  return stderr.slice(begin < 0 ? 0 : begin + 7)
    .replace(/^The module's source code could not be parsed: /, "")
    .replace(/\n+Stack backtrace:[^]*/, "")
    .replaceAll(/ at file:\S+:(\d+):\d+/g, " at line $1")
    .trim();
}

function lineAt(segments: Segments, line: number, column: number): number | undefined {
  for (let at = line - 1; at >= 0; at--) {
    const found = segments[at]?.findLast(([from]) => at < line - 1 || from <= column - 1) ??
      segments[at]?.[0];
    if (found) return found[1] + 1;
  }
  return undefined;
}

/** Source map mappings: base-64 variable-length quantities (Source map format, ECMA-426). */
function decode(mappings: string): Segments {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let source = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    return line.split(",").filter(Boolean).map((segment): [number, number] => {
      const values: number[] = [];
      let value = 0;
      let shift = 0;
      for (const digit of segment) {
        const bits = digits.indexOf(digit);
        value |= (bits & 31) << shift;
        shift += 5;
        if (bits & 32) continue;
        values.push(value & 1 ? -(value >> 1) : value >> 1);
        value = shift = 0;
      }
      column += values[0]!;
      source += values[2] ?? 0;
      return [column, source];
    });
  });
}
