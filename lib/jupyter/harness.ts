/**
 * Runs one extracted notebook in this process, and tells what happens by lines on standard output
 * that begin with the record separator. Started by run_plain.ts with the module's URL, and with
 * `rich` where displays are wanted as in Jupyter.
 */
import { describeError } from "./kernel/describe_error.ts";
import { standIn } from "./stand_in.ts";
import type { Output } from "./ipynb.ts";

/** What the harness tells. */
export type HarnessEvent =
  | { type: "cell"; cell: number }
  | { type: "output"; output: Output; display?: string; update?: boolean }
  | { type: "error"; error: string }
  | { type: "done" };

const [module, rich] = Deno.args;

function tell(event: HarnessEvent): void {
  const bytes = new TextEncoder().encode(`\x1e${JSON.stringify(event)}\n`);
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

function fail(error: unknown): void {
  tell({ type: "error", error: describeError(error) });
  Deno.exit(1);
}

const { internal } = Deno as unknown as { internal: symbol };
const { Console } = (Deno as unknown as Record<symbol, {
  Console: new (print: (text: string, level: number) => void) => Console;
}>)[internal]!;
globalThis.console = new Console((text, level) =>
  tell({
    type: "output",
    output: { output_type: "stream", name: level > 1 ? "stderr" : "stdout", text },
  })
);
addEventListener("unhandledrejection", (event) => fail(event.reason));
addEventListener("error", (event) => fail(event.error));
if (rich === "rich") {
  Object.assign(Deno, {
    jupyter: standIn((output, extra) => tell({ type: "output", output, ...extra })),
  });
}
Object.assign(globalThis, {
  /** A moment for what the cell before left under way, and for a parent that wants to stop. */
  async $cell(cell: number) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    tell({ type: "cell", cell });
  },
});

try {
  await import(module!);
  tell({ type: "done" });
  // Late timers may still print, but an open connection must not hold the run.
  Deno.unrefTimer(setTimeout(() => Deno.exit(0), 1000));
} catch (error) {
  fail(error);
}
