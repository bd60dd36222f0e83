import { runChild } from "./child.ts";
import type { Candidate, CheckTools, Problem } from "./check.ts";
import { codeCells } from "./extract.ts";
import { scan } from "./kernel/scan.ts";
import { transpile } from "./kernel/line_map.ts";

/** Checks the types of extracted notebooks by `deno check`. */
export async function checkTypes(candidates: Candidate[], tools: CheckTools): Promise<Problem[]> {
  const whole = candidates.filter(({ until }) => until === undefined);
  const broken = whole.flatMap(checkSyntax);
  const files = new Set(broken.map(({ notebook }) => notebook));
  const rest = candidates.filter(({ file }) => !files.has(file.name));
  return unique([...broken, ...rest.length > 0 ? await check(rest, tools) : []]);
}

/** Cells that Deno cannot parse one by one, though in one module they may fit together. */
function checkSyntax({ file }: Candidate): Problem[] {
  return codeCells(file.notebook).flatMap((source, i) => {
    try {
      scan(source);
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

async function check(candidates: Candidate[], tools: CheckTools): Promise<Problem[]> {
  const args = ["check", "--quiet", "--config", tools.config];
  const { code, text } = await runChild(
    [Deno.execPath(), ...args, ...candidates.map(({ path }) => path)],
    { env: { NO_COLOR: "1" }, signal: tools.signal },
  );
  if (code === 0) return [];
  if (!/TS\d+ \[ERROR\]/.test(text) && candidates.length > 1) {
    // Unparsable source or a missing module: Deno tells the first alone and checks nothing.
    const each = [];
    for (const candidate of candidates) each.push(...await check([candidate], tools));
    return each;
  }
  return text.replace(/\n+(Found \d+ errors\.|error: Type checking failed\.)[^]*/, "")
    .replace(/\n+Stack backtrace:[^]*/, "")
    .split(/\n\n(?=TS\d+ \[ERROR\])/)
    .map((message) => problemOf(message, candidates));
}

/** Cells up to a later import are checked twice. */
function unique(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function problemOf(text: string, candidates: Candidate[]): Problem {
  const [at = "", url, line] = /\s*at (file:\S+?):(\d+):\d+/.exec(text) ?? [];
  const candidate = candidates.find((candidate) => candidate.url === url);
  const { file, module } = candidate ?? candidates[0]!;
  const place = candidate && module.places[Number(line) - 1];
  const message = text.replace(/^(TS\d+) \[ERROR\]/, "$1").replace(/^error: /, "").replace(at, "")
    .replaceAll(new RegExp(`${RegExp.escape(url ?? "")}:(\\d+):\\d+`, "g"), (all, line) => {
      const other = module.places[line - 1];
      return other ? `cell ${other.cell}, line ${other.line}` : all;
    })
    .replace(/^(\d+) \|/gm, (all, line) => `${module.places[line - 1]?.line ?? all} |`)
    .replaceAll(url ?? "", `${file.name}.ipynb`)
    .trim();
  const name = /Cannot find name '([\w$]+)'/.exec(message)?.[1];
  const later = name && place ? declaredIn(codeCells(file.notebook), name, place.cell) : undefined;
  const advice = later === undefined ? "" : `\nCell ${later}, further down, declares it`;
  return { notebook: file.name, ...place, rule: "types", message: message + advice };
}

/** The first cell behind another that declares or imports a name. */
function declaredIn(sources: string[], name: string, behind: number): number | undefined {
  const word = `${RegExp.escape(name)}\\b`;
  const declares = new RegExp(
    `\\b(?:function\\*?|const|let|var|class|interface|type|enum)\\s+${word}|\\bimport\\b[^;"']*\\b${word}(?!\\s*:)`,
  );
  const at = sources.findIndex((source, i) => i >= behind && declares.test(source));
  return at < 0 ? undefined : at + 1;
}
