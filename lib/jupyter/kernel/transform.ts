import { behind, operandEnd } from "./operand.ts";
import { scan, type Token } from "./scan.ts";
import { readImport, type StaticImport } from "./static_import.ts";

/** The object that a rewritten cell calls. The prelude defines it in the kernel. */
export const RUNTIME = "$tributary";

/**
 * Rewrites a cell so that the Stop button can end it wherever it waits, and so that a failed import
 * is told:
 *
 * - `await x` becomes `await $tributary.wait(x)`, `for await (… of x)` becomes
 *   `for await (… of $tributary.each(x))`;
 * - a static import becomes `await $tributary.load(import(…), …)`, as Deno's kernel itself makes it
 *   a dynamic one, but silently drops what a module does not export.
 *
 * Every statement stays on its line. Source that cannot be cut into tokens is given back as it is.
 */
export function transform(source: string): string {
  let tokens: Token[];
  try {
    tokens = scan(source);
  } catch {
    return source;
  }
  const edits: Edit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { text } = tokens[at]!;
    const before = tokens[at - 1]?.text;
    if (before === "." || before === "?.") continue;
    if (text === "await") edits.push(...editAwait(tokens, at));
    if (text === "import" && beginsStatement(tokens, at)) {
      const found = readImport(source, tokens, at);
      if (!found) continue;
      const start = tokens[at]!.start;
      const end = tokens[found.end - 1]!.end;
      const lines = source.slice(start, end).split("\n").length - 1;
      edits.push({ at: start, remove: end - start, text: dynamic(found) + "\n".repeat(lines) });
      at = found.end - 1;
    }
  }
  return apply(source, edits);
}

interface Edit {
  at: number;
  remove?: number;
  text: string;
}

function editAwait(tokens: Token[], at: number): Edit[] {
  if (tokens[at - 1]?.text === "for") {
    if (tokens[at + 1]?.text !== "(") return [];
    const close = tokens[at + 1]!.partner!;
    for (let of = at + 2; of < close; of = behind(tokens, of)) {
      if (tokens[of]!.text !== "of" || of === at + 2) continue;
      return wrap("each", tokens[of + 1]!.start, tokens[close - 1]!.end);
    }
    return [];
  }
  const next = tokens[at + 1];
  const isUsing = next?.text === "using" && tokens[at + 2]?.kind === "name";
  const end = isUsing ? undefined : operandEnd(tokens, at + 1);
  return end === undefined ? [] : wrap("wait", next!.start, tokens[end - 1]!.end);
}

function wrap(name: "wait" | "each", start: number, end: number): Edit[] {
  return [{ at: start, text: `${RUNTIME}.${name}(` }, { at: end, text: ")" }];
}

/** Whether a statement of the cell's top level begins here. */
function beginsStatement(tokens: Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before && before.text !== ";" && before.text !== "}" && !tokens[at]!.newline) return false;
  return !tokens.some((token, i) => i < at && token.kind === "open" && token.partner! > at);
}

function dynamic({ specifier, attributes, namespace, names }: StaticImport): string {
  const text = JSON.stringify(specifier);
  const options = attributes === "" ? "" : `, { ${attributes.replace("with", "with:")} }`;
  const wanted = names.map(({ exported }) => exported.replace(/^["']|["']$/g, ""));
  const call = `await ${RUNTIME}.wait(${RUNTIME}.load(import(${text}${options}), ` +
    `${text}, ${JSON.stringify(wanted)}))`;
  const taken = names.map(({ exported, local }) =>
    exported === local ? local : `${exported}: ${local}`
  ).join(", ");
  if (namespace === undefined) {
    return names.length === 0 ? `${call};` : `const { ${taken} } = ${call};`;
  }
  const rest = names.length === 0 ? "" : ` const { ${taken} } = ${namespace};`;
  return `const ${namespace} = ${call};${rest}`;
}

/** Edits at one place keep their order, but what closes comes before what opens. */
function apply(source: string, edits: Edit[]): string {
  const sorted = edits.map((edit, i) => ({ edit, i })).sort((a, b) =>
    a.edit.at - b.edit.at || Number(b.edit.text === ")") - Number(a.edit.text === ")") || a.i - b.i
  );
  let text = "";
  let at = 0;
  for (const { edit } of sorted) {
    text += source.slice(at, edit.at) + edit.text;
    at = edit.at + (edit.remove ?? 0);
  }
  return text + source.slice(at);
}
