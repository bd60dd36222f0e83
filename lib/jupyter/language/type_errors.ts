import { cellDocument } from "./cell_document.ts";
import type { KnownCell } from "./known_cell.ts";
import type { LanguageServer } from "./language_server.ts";
import { indexOfPlace } from "./positions.ts";
import type { ServerDiagnostic } from "./server_answers.ts";

/** A type error in a cell that ran. */
export interface TypeError {
  /** Line in the cell, from 1. */
  line: number;
  message: string;
  /** The name that TypeScript does not find: it may exist only at run time. */
  unknown?: string;
}

/**
 * TypeScript's errors that say something about the answer: the code ran, but does something else than
 * it seems to say. All others are left to `deno task notebooks:check`: strictness (possibly null,
 * implicitly any, unknown), what is declared twice or not used, what a run itself reports (syntax,
 * modules). docs/notebooks.md gives the reasons.
 */
const CODES = new Set([
  ...[2304, 2552, 2662, 2663], // a name that is not declared
  ...[2339, 2551, 2576, 2353, 2561, 2559], // a property that is not declared
  ...[2554, 2555, 2575], // the number of arguments
  ...[2345, 2322, 2741, 2739, 2740, 2820, 2769], // a type that does not fit
  ...[2349, 2351], // no function, no class
  ...[2367, 2774, 2801, 2839], // comparisons that are always true or always false, such as without await
  ...[2362, 2363, 2365], // arithmetic with what is no number
  ...[2588, 2540], // assignment to a constant
]);

/** Strictness about values that may be missing or of which nothing is known. */
const STRICT =
  /type '(?:[^'\n]*\| )?(?:undefined|null|unknown|void|never)'|Type '(?:[^'\n]*\| )?(?:undefined|null|unknown|void|never)' is not assignable|on type '(?:never|unknown|object|\{\}|Object)'|possibly/;

/**
 * Finds the type errors of a cell that ran; undefined if the server does not answer.
 *
 * @param signal Ends the check, so that the server can answer others.
 */
export async function typeErrors(
  server: LanguageServer,
  { earlier, cell }: { earlier: readonly KnownCell[]; cell: string },
  signal?: AbortSignal,
): Promise<TypeError[] | undefined> {
  const document = cellDocument(earlier, cell, "function");
  server.set(document.text);
  const found = await server.diagnostics(signal);
  return found?.flatMap((diagnostic) => {
    if (!matters(diagnostic)) return [];
    const index = document.toCell(indexOfPlace(document.text, diagnostic.range.start));
    if (index === undefined) return [];
    const line = cell.slice(0, index).split("\n").length;
    return [{ line, message: short(diagnostic.message), unknown: unknownName(diagnostic) }];
  });
}

/** Whether an error is one of those that are shown. */
export function matters({ code, source, severity, message }: ServerDiagnostic): boolean {
  return source === "deno-ts" && severity === 1 && CODES.has(Number(code)) &&
    !STRICT.test(message);
}

function unknownName({ code, message }: ServerDiagnostic): string | undefined {
  if (![2304, 2552].includes(Number(code))) return undefined;
  return /Cannot find name '([^']+)'/.exec(message)?.[1];
}

/** What TypeScript says, without how it came to that: the first line and the last. */
function short(message: string): string {
  const lines = message.split("\n").map((line) => line.trim()).filter(Boolean);
  const [first, ...rest] = lines;
  const reason = rest.at(-1);
  return reason === undefined ? first! : `${first!.replace(/\.$/, "")}: ${reason}`;
}
