/**
 * The relay loads this module into Deno's kernel before the first cell; nothing else imports it.
 *
 * The modules of this folder import no packages: the kernel runs in the notebook's folder, and the
 * deno.json or package.json there may make ours impossible to load.
 */
import { answer, loadPlain } from "./answers.ts";
import {
  currentCell,
  each,
  enterCell,
  Interrupted,
  openCell,
  originCell,
  stopCell,
  wait,
} from "./cell_runs.ts";
import { constant, own } from "./declared.ts";
import { describeError } from "./describe_error.ts";
import { transpile } from "./line_map.ts";
import { load } from "./load.ts";
import { RUNTIME } from "./names.ts";
import { openPrinter } from "./printer.ts";
import { failedWith, installStacks } from "./cell_stacks.ts";
import { resolverFor } from "./resolver.ts";
import { replaceTimers } from "./timers.ts";

/** Internals of Deno's kernel, as of Deno 2.9. */
interface Internals {
  Console: new (print: (text: string, level: number) => void) => Console;
  jupyter: {
    formatInner(value: unknown, raw?: boolean): Promise<Record<string, unknown>>;
    broadcastResult(count: number, result: unknown): Promise<void>;
  };
}

const { internal } = Deno as unknown as { internal: symbol };
const internals = (Deno as unknown as Record<symbol, Internals>)[internal]!;
const { broadcast, $display: _, ...jupyter } = Deno.jupyter;
// Given by the relay's --expose-gc.
const gc = (globalThis as { gc?: () => void }).gc;

const printer = openPrinter({
  send: (name, text, cell) => send("stream", { name, text }, cell),
});

/** Sends a message of any type. The relay reads from the metadata which cell it belongs to. */
function send(type: string, content: Record<string, unknown>, cell?: number): void {
  broadcast(type, content, cell === undefined ? {} : { metadata: { tributary: cell } });
}

/** Makes this kernel behave as Jupyter expects; see relay.py for who calls what. */
export function install(): void {
  installStacks();
  replaceOutputs();
  const resolve = enterFolder();
  replaceTimers();
  listen();
  Object.defineProperty(globalThis, RUNTIME, {
    value: { begin: enterCell, wait, each, load, resolve, answer, own, constant, prepare, end },
  });
  Deno.env.delete("DENO_V8_FLAGS");
  send("tributary_ready", {});
  loadPlain().catch((error) => console.error(`Answers are shown as text: ${describeError(error)}`));
}

/** Goes to the notebook's folder: the kernel has started beside a copy of deno.json; see private_config.py. */
function enterFolder(): (specifier: string) => string {
  const folder = Deno.env.get("TRIBUTARY_NOTEBOOK_FOLDER") ?? Deno.cwd();
  Deno.env.delete("TRIBUTARY_NOTEBOOK_FOLDER");
  Deno.chdir(folder);
  return resolverFor(folder);
}

/** Makes a cell the current one, and answers when its code may run. */
function prepare(id: number, count: number, code: string): void {
  openCell({ id, count, code });
  send("tributary_prepared", {});
}

/**
 * Ends a cell: everything that it printed is sent before the answer.
 *
 * @param failure The message of the error that ended the cell, if one did.
 * @param source The cell's source, if Deno's kernel rejected it without a reason.
 */
function end(failure?: string, source?: string): void {
  printer.flush();
  const error = failure === undefined ? undefined : failedWith(failure);
  const refused = source === undefined ? undefined : transpile(source).error;
  const cell = `at cell [${currentCell()?.count}], line`;
  send("tributary_ended", {
    report: error && describeError(error),
    refused: refused?.replaceAll("at line", cell),
  });
}

function replaceOutputs(): void {
  const cell = () => originCell()?.id ?? 0;
  globalThis.console = new internals.Console((text, level) =>
    printer.print(level > 1 ? "stderr" : "stdout", text, cell())
  );
  Object.assign(Deno.jupyter, {
    ...jupyter,
    async broadcast(type, content, extra) {
      printer.flush();
      await broadcast(type, content, {
        ...extra,
        metadata: { ...extra?.metadata, tributary: cell() },
      });
    },
    async display(value, options = {}) {
      const data = await internals.jupyter.formatInner(value, options.raw);
      const transient = "display_id" in options ? { display_id: options.display_id } : {};
      const type = options.update ? "update_display_data" : "display_data";
      await Deno.jupyter.broadcast(type, { data, metadata: {}, transient });
    },
  } as Partial<typeof Deno.jupyter>);
  const { broadcastResult } = internals.jupyter;
  internals.jupyter.broadcastResult = (count, result) => {
    printer.flush();
    return broadcastResult(count, result);
  };
}

function listen(): void {
  Deno.addSignalListener("SIGINT", () => {
    const stopped = currentCell();
    send("tributary_stopping", {});
    stopCell();
    // A cell that was killed in a loop after an `await` never settles; V8 abandons it when it is
    // collected ("Promise was collected").
    for (const ms of [50, 400, 1000]) setTimeout(() => stopped === currentCell() && gc?.(), ms);
  });
  const report = (event: Event, error: unknown, what: string) => {
    event.preventDefault();
    if (!(error instanceof Interrupted)) console.error(`${what} ${describeError(error)}`);
  };
  addEventListener("error", (event) => report(event, event.error, "Uncaught"));
  addEventListener(
    "unhandledrejection",
    (event) => report(event, event.reason, "Uncaught (in promise)"),
  );
  addEventListener("unload", () => printer.flush());
  // The kernel ends with the relay, except on a Mac when the relay is killed.
  const parent = Deno.ppid;
  setInterval(() => Deno.ppid !== parent && Deno.exit(), 2000);
}
