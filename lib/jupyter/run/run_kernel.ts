import { fileURLToPath } from "node:url";
import { startChild } from "../child.ts";
import { placeOf } from "../code/cell_place.ts";
import { type CellOutput, codeCells } from "../ipynb/ipynb.ts";
import type { NotebookFile } from "../ipynb/notebook_file.ts";
import { kernelEnv } from "../kernel_env.ts";
import {
  CELL_LIMIT,
  type NotebookError,
  type NotebookRun,
  type NotebookRunOptions,
} from "./notebook_run.ts";

const CLIENT = fileURLToPath(new URL("run_kernel.py", import.meta.url));

/** How {@linkcode runKernel} runs a notebook. */
export interface RunKernelOptions extends NotebookRunOptions {
  /** A Python that has jupyter_client: see `findPython`. */
  python: string;
  /** Send all cells at once, as a browser does on Run All. @default false */
  queue?: boolean;
}

/** A line that the client writes; see run_kernel.py. */
interface ClientEvent {
  cell?: number;
  late?: number;
  cells?: { status: string; count: number; outputs: CellOutput[] }[];
}

/**
 * Runs a notebook in a real Jupyter kernel, through our relay.
 *
 * @throws The signal's reason when it aborts.
 */
export async function runKernel(
  file: NotebookFile,
  options: RunKernelOptions,
): Promise<NotebookRun> {
  const { python, limit = CELL_LIMIT, queue = false, env = {}, signal, onCell } = options;
  const started = performance.now();
  const child = startChild([python, CLIENT], {
    env: { ...kernelEnv(), ...env },
    input: JSON.stringify({ folder: file.folder, cells: codeCells(file.notebook), limit, queue }),
  });
  const abort = () => child.kill("SIGTERM");
  signal?.addEventListener("abort", abort, { once: true });
  const errors: NotebookError[] = [];
  const late = new Set<number>();
  let results: ClientEvent["cells"];
  let rest = "";
  for await (const { from, text } of child.lines) {
    if (from === "stderr") {
      rest += `${text}\n`;
      continue;
    }
    const event = JSON.parse(text) as ClientEvent;
    if (event.cell !== undefined) onCell?.(event.cell);
    if (event.late !== undefined) late.add(event.late);
    results ??= event.cells;
  }
  signal?.removeEventListener("abort", abort);
  signal?.throwIfAborted();
  if (!results) {
    const message = `Cannot run the kernel (exit code ${await child.code}): ${rest.trim()}`;
    errors.push({ message });
  }
  results?.forEach(({ status, outputs }, i) => {
    const cell = i + 1;
    const failure = outputs.find((output) => output.output_type === "error");
    if (late.has(cell)) {
      errors.push({ cell, message: `TimeLimit: cell [${cell}] took longer than ${limit} s` });
    } else if (failure?.output_type === "error") {
      const message = failure.traceback.join("\n");
      errors.push({ ...placeOf(message, cell), message });
    } else if (failure === undefined) errors.push(...uncaughtIn(outputs, cell));
    if (status === "dead") {
      errors.push({ cell, message: `The kernel ended in cell [${cell}]` });
    }
  });
  const cells = (results ?? []).filter(({ status }) => status !== "aborted");
  return {
    name: file.name,
    cells: cells.map(({ outputs }) => outputs),
    errors,
    seconds: (performance.now() - started) / 1000,
  };
}

/** The errors that no code has caught, which the prelude prints below the cell. */
function uncaughtIn(outputs: CellOutput[], cell: number): NotebookError[] {
  return outputs.flatMap((output) =>
    output.output_type === "stream" && output.name === "stderr"
      ? [...output.text.matchAll(/^Uncaught (?:\(in promise\) )?.*(?:\n +at .*)*/gm)]
        .map(([message]) => ({ ...placeOf(message, cell), message }))
      : []
  );
}
