import { fileURLToPath, pathToFileURL } from "node:url";
import { projectFolder } from "../../config.ts";
import { startChild } from "../child.ts";
import { placeOf } from "../code/cell_place.ts";
import { runnableModule } from "../code/runnable_module.ts";
import type { CellOutput } from "../ipynb/ipynb.ts";
import type { NotebookFile } from "../ipynb/notebook_file.ts";
import { privateLock } from "../private_lock.ts";
import type { HarnessEvent } from "./harness.ts";
import { nameCells } from "./name_cells.ts";
import {
  addOutput,
  CELL_LIMIT,
  type NotebookError,
  type NotebookRun,
  type NotebookRunOptions,
} from "./notebook_run.ts";

const HARNESS = fileURLToPath(new URL("harness.ts", import.meta.url));

/** How {@linkcode runPlain} runs a notebook. */
export interface RunPlainOptions extends NotebookRunOptions {
  /** The `deno.json` whose import map applies. @default the project's */
  config?: string;
}

/**
 * Runs a notebook in plain Deno: all its cells as one module in a separate process, with all
 * permissions, as in Deno's kernel. Its outputs are those of the kernel.
 *
 * @throws The signal's reason when it aborts.
 */
export async function runPlain(
  file: NotebookFile,
  options: RunPlainOptions = {},
): Promise<NotebookRun> {
  const { limit = CELL_LIMIT, env = {}, signal, onCell } = options;
  const { config = `${projectFolder}/deno.json` } = options;
  const started = performance.now();
  const folder = await Deno.makeTempDir({ prefix: "notebook" });
  const module = runnableModule(file.notebook, file);
  // Not the notebook's name: Deno writes blanks and other characters of an address as they are in stacks.
  const path = `${folder}/notebook.ts`;
  const url = pathToFileURL(path).href;
  const cells: CellOutput[][] = [];
  const errors: NotebookError[] = [];
  const displays = new Map<string, { data: Record<string, unknown> }>();
  let done = false;
  const lock = await privateLock(config, folder);
  const child = await Deno.writeTextFile(path, module.code).then(() =>
    startChild(
      [
        ...[Deno.execPath(), "run", "--quiet", "--allow-all", "--config", config],
        ...[...lock, HARNESS, url],
      ],
      { cwd: file.folder, env: { NO_COLOR: "1", ...env } },
    )
  );
  const abort = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", abort, { once: true });
  let timer = setTimeout(late, limit * 1000);
  function late(): void {
    const cell = Math.max(1, cells.length);
    errors.push({ cell, message: `TimeLimit: cell [${cell}] took longer than ${limit} s` });
    child.kill("SIGKILL");
  }
  function take(event: HarnessEvent): void {
    const cell = cells.length;
    if (event.type === "cell") {
      clearTimeout(timer);
      timer = setTimeout(late, limit * 1000);
      cells.push([]);
      onCell?.(event.cell);
    } else if (event.type === "error") {
      const message = nameCells(event.error, module, url);
      errors.push({ ...placeOf(message, cell || undefined), message });
    } else if (event.type === "uncaught") {
      const error = nameCells(event.error, module, url);
      errors.push({ ...placeOf(error, cell || undefined), message: `${event.what} ${error}` });
      const output = { output_type: "stream", name: "stderr" } as const;
      addOutput(cells[Math.max(0, cell - 1)] ?? [], {
        ...output,
        text: `${event.what} ${error}\n`,
      });
    } else if (event.type === "output") {
      const shown = event.display === undefined ? undefined : displays.get(event.display);
      if (event.update) {
        if (shown && "data" in event.output) shown.data = event.output.data;
        return;
      }
      const outputs = cells[Math.max(0, cell - 1)] ?? [];
      addOutput(outputs, event.output);
      if (event.display !== undefined) {
        displays.set(event.display, outputs.at(-1) as { data: Record<string, unknown> });
      }
    } else {
      done = true;
      clearTimeout(timer);
    }
  }
  try {
    let rest = "";
    for await (const { from, text } of child.lines) {
      if (from === "stdout" && text.startsWith("\x1e")) take(JSON.parse(text.slice(1)));
      else {
        rest += `${text}\n`;
        take({ type: "output", output: { output_type: "stream", name: from, text: `${text}\n` } });
      }
    }
    const code = await child.code;
    signal?.throwIfAborted();
    if (!done && errors.length === 0) {
      const cell = Math.max(1, cells.length);
      const why = nameCells(rest.trim(), module, url) || "it wrote nothing";
      const ended = `Deno ended with exit code ${code}`;
      errors.push({ ...placeOf(why, cell), message: `${ended}: ${why}` });
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    await Deno.remove(folder, { recursive: true });
  }
  return { name: file.name, cells, errors, seconds: (performance.now() - started) / 1000 };
}
