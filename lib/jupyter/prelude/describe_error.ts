import { nameHint } from "./name_hints.ts";
import { shortStack } from "./short_stack.ts";

/** Formats an error: its stack and those of its causes, which Deno's kernel leaves out. */
export function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return Deno.inspect(error, { colors: false });
  const inner = error instanceof AggregateError ? error.errors : [];
  const causes = error.cause === undefined ? inner : [error.cause, ...inner];
  const shown = depth < 5 ? causes.slice(0, 10) : [];
  return [
    error.stack ? shortStack(error.stack, error.name) : String(error),
    ...hintOf(error),
    ...shown.map((cause) => `Caused by ${describeError(cause, depth + 1)}`),
  ].join("\n");
}

/** What to do about an error whose own text does not tell, in one line. */
function hintOf(error: Error): string[] {
  const { message, stack = "" } = error;
  const named = nameHint(error);
  if (named !== undefined) return [named];
  return /reading 'documentElement'/.test(message) && /@observablehq.plot/.test(stack)
    ? ['Plot needs a document. This one has it: import { Plot } from "../lib/notebook/mod.ts"']
    : [];
}
