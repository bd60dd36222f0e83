/**
 * Runs one extracted notebook in this process, and reports what happens in lines on standard output
 * that begin with the record separator. run_plain.ts starts it with the module's URL, and with
 * `rich` if displays are to be kept as in Jupyter.
 */
import type { CellOutput } from "../ipynb/ipynb.ts";
import { describeError } from "../prelude/describe_error.ts";
import { standIn } from "./stand_in.ts";

/** A line that the harness writes. */
export type HarnessEvent =
  | { type: "cell"; cell: number }
  | { type: "output"; output: CellOutput; display?: string; update?: boolean }
  | { type: "error"; error: string }
  | { type: "done" };

const [module, rich] = Deno.args;

function report(event: HarnessEvent): void {
  const bytes = new TextEncoder().encode(`\x1e${JSON.stringify(event)}\n`);
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

function fail(error: unknown): void {
  report({ type: "error", error: describeError(error) });
  Deno.exit(1);
}

const { internal } = Deno as unknown as { internal: symbol };
const { Console } = (Deno as unknown as Record<symbol, {
  Console: new (print: (text: string, level: number) => void) => Console;
}>)[internal]!;
globalThis.console = new Console((text, level) =>
  report({
    type: "output",
    output: { output_type: "stream", name: level > 1 ? "stderr" : "stdout", text },
  })
);
addEventListener("unhandledrejection", (event) => fail(event.reason));
addEventListener("error", (event) => fail(event.error));
if (rich === "rich") {
  Object.assign(Deno, {
    jupyter: standIn((output, extra) => report({ type: "output", output, ...extra })),
  });
}
Object.assign(globalThis, {
  /** Pauses for what the previous cell left running, and for a parent that wants to stop. */
  async $cell(cell: number) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    report({ type: "cell", cell });
  },
});

try {
  await import(module!);
  report({ type: "done" });
  // Late timers may still print, but an open connection must not keep the run alive.
  Deno.unrefTimer(setTimeout(() => Deno.exit(0), 1000));
} catch (error) {
  fail(error);
}
