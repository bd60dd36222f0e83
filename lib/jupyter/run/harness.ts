/**
 * Runs one notebook, made a module by code/runnable_module.ts, in this process, and reports what
 * happens in lines on standard output that begin with the record separator. run_plain.ts starts it
 * with the module's URL.
 */
import type { CellOutput } from "../ipynb/ipynb.ts";
import { answerData, loadPlain } from "../prelude/answers.ts";
import { constant, own } from "../prelude/declared.ts";
import { describeError } from "../prelude/describe_error.ts";
import { load } from "../prelude/load.ts";
import { RUNTIME } from "../prelude/names.ts";
import { resolverFor } from "../prelude/resolver.ts";
import { standIn } from "./stand_in.ts";

/** A line that the harness writes. */
export type HarnessEvent =
  | { type: "cell"; cell: number }
  | { type: "output"; output: CellOutput; display?: string; update?: boolean }
  /** The error that ended the notebook. */
  | { type: "error"; error: string }
  /** An error that no code has caught: the notebook goes on, as in the kernel. */
  | { type: "uncaught"; error: string; what: string }
  | { type: "done" };

const [module] = Deno.args;
let current = 0;

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
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  report({ type: "uncaught", error: describeError(event.reason), what: "Uncaught (in promise)" });
});
addEventListener("error", (event) => {
  event.preventDefault();
  report({ type: "uncaught", error: describeError(event.error), what: "Uncaught" });
});
await loadPlain();
const jupyter = standIn((output, extra) => report({ type: "output", output, ...extra }));
Object.assign(Deno, { jupyter });
Object.assign(globalThis, {
  [RUNTIME]: {
    ...{ own, constant, load, resolve: resolverFor(Deno.cwd()) },
    wait: <T>(value: T) => value,
    /** Pauses for what the previous cell left running, and for a parent that wants to stop. */
    async cell(cell: number) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      report({ type: "cell", cell: current = cell });
    },
    /** Shows the last expression of a cell. */
    async answer(value: unknown) {
      const data = await answerData(value);
      const output = {
        output_type: "execute_result",
        data,
        metadata: {},
        execution_count: current,
      };
      if (data) report({ type: "output", output: output as CellOutput });
    },
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
