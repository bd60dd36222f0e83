import { runChild } from "../child.ts";
import { parseCell } from "../code/parse_cell.ts";
import { sqlProblem } from "../code/sql_cell.ts";
import { isSqlCell } from "../code/sql_mark.ts";
import { typescriptCells } from "../code/typescript_cells.ts";
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
    const problem = sqlProblem(source);
    if (problem) return [{ notebook: file.name, cell: i + 1, rule: "sql", ...problem }];
    if (isSqlCell(source)) return [];
    try {
      parseCell(source);
      return [];
    } catch {
      const { error } = transpile(source);
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
  const args = ["check", "--quiet", "--config", options.config];
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
  const name = /Cannot find name '([\w$]+)'/.exec(message)?.[1];
  const later = name && place
    ? declaredIn(typescriptCells(file.notebook), name, place.cell)
    : undefined;
  const advice = later === undefined ? "" : `\nCell ${later}, further down, declares it`;
  return { notebook: file.name, ...place, rule: "types", message: message + advice };
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
