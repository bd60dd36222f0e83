import { shortText } from "../../errors.ts";

/**
 * Why something failed, from a Java stack trace: the message of the innermost cause, and the place in the
 * statement if an outer one names it.
 *
 * @returns One line, without stack frames and packages:
 * `SqlValidatorException: Object 'nosuch' not found (line 1, column 15)`.
 */
export function rootCause(trace: string): string {
  // Frames begin with a tab, as does the list of frames that are left out.
  const said = trace.split("\n").filter((line) => !/^\s+(at |\.\.\. \d+ )/.test(line));
  const begins = said.findLastIndex((line) => line.startsWith("Caused by: "));
  const from = begins === -1 ? said.findIndex((line) => FIRST.test(line)) : begins;
  const root: string[] = [];
  for (const line of said.slice(Math.max(from, 0))) {
    // What a parser expected is a list of a hundred words.
    if (/^(Was expecting|End of exception)/.test(line)) break;
    root.push(line.trim());
  }
  const text = root.join(" ").replace(/^Caused by: /, "").replace(PACKAGE, "").trim();
  const place = /line (\d+), column (\d+)/;
  const [where] = place.test(text) ? [] : place.exec(trace) ?? [];
  return shortText(where === undefined ? text : `${text} (${where})`, 500);
}

/** The first line of a trace: `java.io.IOException: …`. */
const FIRST = /^([a-z_]\w*\.)+[A-Z][\w$]*/;
/** The package of an exception's class, and outer classes. */
const PACKAGE = /^([a-z_]\w*\.)+([A-Z]\w*\$)*/;
