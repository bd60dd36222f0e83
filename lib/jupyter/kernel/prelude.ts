/** Loaded into Deno's kernel by the relay before the first cell. Nothing else imports it. */
import {
  currentCell,
  each,
  enterCell,
  Interrupted,
  openCell,
  originCell,
  stopCell,
  wait,
} from "./cells.ts";
import { describeError } from "./describe_error.ts";
import { load } from "./load.ts";
import { transpile } from "./line_map.ts";
import { openPrinter } from "./printer.ts";
import { cellUrl, failedWith, installStacks } from "./stack.ts";
import { replaceTimers } from "./timers.ts";
import { RUNTIME, transform } from "./transform.ts";

/** What Deno's kernel keeps inside; as of Deno 2.9. */
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
  send: (name, text, cell) => tell("stream", { name, text }, cell),
});

/** Sends a message of any type. The relay reads from the metadata whose cell it is. */
function tell(type: string, content: Record<string, unknown>, cell?: number): void {
  broadcast(type, content, cell === undefined ? {} : { metadata: { tributary: cell } });
}

/** Makes this kernel one that behaves: see the relay for who calls what. */
export function install(): void {
  installStacks();
  replaceOutputs();
  replaceTimers();
  listen();
  Object.defineProperty(globalThis, RUNTIME, {
    value: { begin: enterCell, wait, each, load, prepare, end },
  });
  Deno.env.delete("DENO_V8_FLAGS");
  tell("tributary_ready", {});
}

/** Makes a cell the running one and answers with the code to run in its place. */
function prepare(id: number, count: number, source: string): void {
  // Deno's kernel takes a cell that looks like an object for an object; so it must see it as it is.
  const isObject = /^\s*\{/.test(source) && !/;\s*$/.test(source);
  const code = isObject
    ? source
    : `${RUNTIME}.begin(${id});${transform(source)}\n//# sourceURL=${cellUrl(count)}`;
  openCell({ id, count, code });
  tell("tributary_prepared", { code });
}

/**
 * Ends a cell: everything that it printed is sent before the answer.
 *
 * @param failure The message of the error that ended the cell.
 * @param source The cell, where Deno's kernel refused it without a word.
 */
function end(failure?: string, source?: string): void {
  printer.flush();
  const error = failure === undefined ? undefined : failedWith(failure);
  const refused = source === undefined ? undefined : transpile(source).error;
  const cell = `at cell [${currentCell()?.count}], line`;
  tell("tributary_ended", {
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
    tell("tributary_stopping", {});
    stopCell();
    // A cell that was killed in a loop behind an `await` never settles; V8 gives it up once it is
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
  // The relay takes the kernel with it, but on a Mac not when it is killed.
  const parent = Deno.ppid;
  setInterval(() => Deno.ppid !== parent && Deno.exit(), 2000);
}
