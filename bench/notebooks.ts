/** Each notebook of the project as its users wait for it: Run All in our kernel, and in plain Deno. */
import { findNotebooks } from "../lib/jupyter/ipynb/find_notebooks.ts";
import { findPython } from "../lib/jupyter/python.ts";
import type { NotebookRun } from "../lib/jupyter/run/notebook_run.ts";
import { runKernel } from "../lib/jupyter/run/run_kernel.ts";
import { runPlain } from "../lib/jupyter/run/run_plain.ts";
import { formatTable } from "../lib/table.ts";
import { median } from "./measure.ts";
import type { WaitBench, WaitOptions } from "./wait_bench.ts";

/** Seconds of all cells of one notebook, of each run. */
export interface NotebookSeconds {
  notebook: string;
  /** In our Jupyter kernel, with its start. */
  kernel: number[];
  /** As one script in plain Deno, with its start. */
  plain: number[];
}

/** Run All of each notebook, over the data of `deno task demo`. */
export const notebooks: WaitBench = {
  name: "notebooks",
  summary: "Run All of each notebook: our Jupyter kernel, plain Deno",
  async time(options) {
    const seconds = await timeNotebooks(options);
    return { json: seconds, text: `Seconds, medians:\n${formatTable(notebookTable(seconds))}` };
  },
};

/** @throws {Error} A notebook failed: its time would mean nothing. */
async function timeNotebooks({ runs, signal, log }: WaitOptions): Promise<NotebookSeconds[]> {
  const python = await findPython("client", { signal });
  const seconds: NotebookSeconds[] = [];
  for (const file of await findNotebooks([])) {
    log(`  ${file.name}`);
    const own: NotebookSeconds = { notebook: file.name, kernel: [], plain: [] };
    for (let run = 0; run < runs; run++) {
      own.kernel.push(secondsOf(await runKernel(file, { python, signal })));
      own.plain.push(secondsOf(await runPlain(file, { signal })));
    }
    seconds.push(own);
  }
  return seconds;
}

function secondsOf({ name, errors: [error], seconds }: NotebookRun): number {
  if (!error) return seconds;
  throw new Error(
    `Cannot time the notebook ${name}: ${error.message}. Its data come from: deno task demo`,
  );
}

/** A row for each notebook, medians in seconds. */
export function notebookTable(seconds: readonly NotebookSeconds[]): Record<string, unknown>[] {
  return seconds.map(({ notebook, kernel, plain }) => {
    const [ours, script] = [median(kernel), median(plain)];
    return {
      notebook,
      "in the kernel": round(ours),
      "in plain Deno": round(script),
      "kernel as a multiple": Number((ours / script).toPrecision(2)),
    };
  });
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;
