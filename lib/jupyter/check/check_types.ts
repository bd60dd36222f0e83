import { runChild } from "../child.ts";
import { hintFor, shellGuard } from "../code/hints.ts";
import { asMeant } from "../code/last_expression.ts";
import { parseCell, parses } from "../code/parse_cell.ts";
import { codeCells } from "../ipynb/ipynb.ts";
import { transpile } from "../prelude/line_map.ts";
import type { CheckedModule, DenoCheckOptions, NotebookProblem } from "./notebook_problem.ts";

/** Checks the types of extracted notebooks with `deno check`. */
export async function checkTypes(
  modules: CheckedModule[],
  options: DenoCheckOptions,
): Promise<NotebookProblem[]> {
  const whole = modules.filter(({ until }) => until === undefined);
  const broken = whole.flatMap(checkSyntax);
  const files = new Set(broken.map(({ notebook }) => notebook));
  const rest = modules.filter(({ file }) => !files.has(file.name));
  return unique([...broken, ...rest.length > 0 ? await check(rest, options) : []]);
}

/** Finds cells that Deno cannot parse by themselves, even if they fit together in one module. */
function checkSyntax({ file }: CheckedModule): NotebookProblem[] {
  return codeCells(file.notebook).flatMap((source, i) => {
    const meant = asMeant(source);
    try {
      parseCell(meant);
      return [];
    } catch {
      const hint = hintFor(source, parses);
      if (hint) return [{ notebook: file.name, cell: i + 1, rule: "types", ...hint }];
      const { error } = transpile(meant);
      if (error === undefined) return [];
      const [at = "", line = 1] = /\s*at line (\d+)$/.exec(error) ?? [];
      const message = error.slice(0, error.length - at.length);
      return [{ notebook: file.name, cell: i + 1, line: Number(line), rule: "types", message }];
    }
  });
}

async function check(
  modules: CheckedModule[],
  options: DenoCheckOptions,
): Promise<NotebookProblem[]> {
  const args = ["check", "--quiet", "--config", options.config, ...options.lock];
  const { code, text } = await runChild(
    [Deno.execPath(), ...args, ...modules.map(({ path }) => path)],
    { env: { NO_COLOR: "1" }, signal: options.signal },
  );
  if (code === 0) return [];
  if (!/TS\d+ \[ERROR\]/.test(text) && modules.length > 1) {
    // Unparsable source or a missing module: Deno reports only the first and checks nothing.
    const each = [];
    for (const module of modules) each.push(...await check([module], options));
    return each;
  }
  return text.replace(/\n+(Found \d+ errors\.|error: Type checking failed\.)[^]*/, "")
    .replace(/\n+Stack backtrace:[^]*/, "")
    .split(/\n\n(?=TS\d+ \[ERROR\])/)
    .map((message) => problemOf(message, modules));
}

/** Drops repeated problems: the cells before a later import are checked twice. */
function unique(problems: NotebookProblem[]): NotebookProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function problemOf(text: string, modules: CheckedModule[]): NotebookProblem {
  const [at = "", url, line] = /\s*at (file:\S+?):(\d+):\d+/.exec(text) ?? [];
  const found = modules.find((module) => module.url === url);
  const { file, module } = found ?? modules[0]!;
  const place = found && module.places[Number(line) - 1];
  const message = text.replace(/^(TS\d+) \[ERROR\]/, "$1").replace(/^error: /, "").replace(at, "")
    .replaceAll(new RegExp(`${RegExp.escape(url ?? "")}:(\\d+):\\d+`, "g"), (all, line) => {
      const other = module.places[line - 1];
      return other ? `cell ${other.cell}, line ${other.line}` : all;
    })
    .replace(/^(\d+) \|/gm, (all, line) => `${module.places[line - 1]?.line ?? all} |`)
    .replaceAll(url ?? "", `${file.name}.ipynb`)
    .trim();
  const advice = place ? adviceFor(message, codeCells(file.notebook), place.cell) : undefined;
  const whole = advice === undefined ? message : `${message}\n${advice}`;
  return { notebook: file.name, ...place, rule: "types", message: whole };
}

/** What to do about an error that comes from checking cells as blocks of one module. */
function adviceFor(message: string, sources: string[], cell: number): string | undefined {
  const [, code, name] = /^TS(\d+):[^\n]*?'([\w$]+)'/.exec(message) ?? [];
  if (code === "2304" && name) {
    if (shellGuard(sources[cell - 1]!).includes(`typeof ${name} `)) {
      return `!${name} is a shell command of IPython: use Deno.Command`;
    }
    const later = declaredIn(sources, name, cell);
    return later === undefined ? undefined : `Cell ${later}, further down, declares it`;
  }
  if (/^TS(2448|2454|7022):/.test(message) && sources[cell - 1]!.includes(name!)) {
    return "A cell that makes a value from an earlier one of the same name runs, but cannot be " +
      "checked: give the new value another name";
  }
  if (/^TS1235:/.test(message)) return "Write an object instead: const N = { … }";
  const names = message.match(/'([\w$]+)'/g) ?? [];
  const declared = names.some((quoted) => {
    const declares = new RegExp(`\\bvar\\s[^;=]*\\b${RegExp.escape(quoted.slice(1, -1))}\\b`);
    return sources.some((source) => declares.test(source));
  });
  if (declared && /^TS(2300|2365|2440|2451|2475|2481|2588|26\d\d):/.test(message)) {
    return "A var reaches beyond its block, and so beyond its cell: write let";
  }
}

/** The first cell after another, both from 1, that declares or imports a name. */
function declaredIn(sources: string[], name: string, after: number): number | undefined {
  const word = `${RegExp.escape(name)}\\b`;
  const declares = new RegExp(
    `\\b(?:function\\*?|const|let|var|class|interface|type|enum)\\s+${word}|\\bimport\\b[^;"']*\\b${word}(?!\\s*:)`,
  );
  const at = sources.findIndex((source, i) => i >= after && declares.test(source));
  return at < 0 ? undefined : at + 1;
}
