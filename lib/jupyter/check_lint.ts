import { runChild } from "./child.ts";
import type { Candidate, CheckTools, Problem } from "./check.ts";

/** What `deno lint --json` prints. */
interface LintReport {
  diagnostics: {
    filename: string;
    range: { start: { line: number } };
    message: string;
    hint?: string;
    code: string;
  }[];
}

/** Checks extracted notebooks by `deno lint`. */
export async function checkLint(candidates: Candidate[], tools: CheckTools): Promise<Problem[]> {
  const args = ["lint", "--json", "--config", tools.config];
  const { text } = await runChild(
    [Deno.execPath(), ...args, ...candidates.map(({ path }) => path)],
    { env: { NO_COLOR: "1" }, signal: tools.signal },
  );
  const begin = text.indexOf("{");
  if (begin < 0) throw new Error(`Cannot lint notebooks: ${text.trim()}`);
  const { diagnostics } = JSON.parse(text.slice(begin)) as LintReport;
  return diagnostics.flatMap(({ filename, range, message, hint, code }) => {
    const { file, module } = candidates.find(({ url }) => url === filename)!;
    const place = module.places[range.start.line - 1];
    const advice = hint ? `. ${hint}` : "";
    const whole = message.replace(/\.$/, "") + advice;
    return place ? [{ notebook: file.name, ...place, rule: code, message: whole }] : [];
  });
}
