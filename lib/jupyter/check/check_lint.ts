import { runChild } from "../child.ts";
import type { CheckedModule, DenoCheckOptions, NotebookProblem } from "./notebook_problem.ts";

/** The output of `deno lint --json`. */
interface LintReport {
  diagnostics: {
    filename: string;
    range: { start: { line: number } };
    message: string;
    hint?: string;
    code: string;
  }[];
}

/** Checks extracted notebooks with `deno lint`. */
export async function checkLint(
  modules: CheckedModule[],
  options: DenoCheckOptions,
): Promise<NotebookProblem[]> {
  const args = ["lint", "--json", "--config", options.config];
  const { text } = await runChild(
    [Deno.execPath(), ...args, ...modules.map(({ path }) => path)],
    { env: { NO_COLOR: "1" }, signal: options.signal },
  );
  const begin = text.indexOf("{");
  if (begin < 0) throw new Error(`Cannot lint notebooks: ${text.trim()}`);
  const { diagnostics } = JSON.parse(text.slice(begin)) as LintReport;
  return diagnostics.flatMap(({ filename, range, message, hint, code }) => {
    const { file, module } = modules.find(({ url }) => url === filename)!;
    const place = module.places[range.start.line - 1];
    const advice = hint ? `. ${hint}` : "";
    const whole = message.replace(/\.$/, "") + advice;
    return place ? [{ notebook: file.name, ...place, rule: code, message: whole }] : [];
  });
}
