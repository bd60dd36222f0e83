/** Our Jupyter kernel beside Deno's own and Python's, started in turn in the same run. */
import { fileURLToPath } from "node:url";
import { projectFolder } from "../lib/config.ts";
import { startChild } from "../lib/jupyter/child.ts";
import { kernelEnv } from "../lib/jupyter/kernel_env.ts";
import { findPython } from "../lib/jupyter/python.ts";
import { formatTable } from "../lib/table.ts";
import { median, percentile } from "./measure.ts";
import type { WaitBench, WaitOptions } from "./wait_bench.ts";

/** The timings of one start, in milliseconds. */
export interface KernelTimings {
  /** From its start until it answers. */
  ready: number;
  /** `1+1`, several times. */
  one: number[];
  /** The first import of the library; not in Python. */
  library?: number;
  /** The first completion, asked right after the first cells. */
  first: number;
  /** From then until a completion knows the rows of a cell. */
  warm: number;
  complete: number[];
  inspect: number[];
  /** Memory of the kernel, and of completion beside it. */
  megabytes: { kernel?: number; language?: number };
}

/** A kernel and what is asked of it: the same in its own language. */
interface Kernel {
  name: string;
  /** The name of its kernelspec. */
  kernel: string;
  library: string;
  setup: string;
  warm: [code: string, name: string];
  complete: string[];
  inspect: string[];
}

const TYPESCRIPT = {
  library: 'import { chart, show } from "../lib/notebook/mod.ts";',
  setup: 'const rows = [{ city: "Ulm", temp: 3 }];',
  complete: ["rows[0].", "chart.", 'chart.line(rows, { x: "', "Deno.read"],
  inspect: ["chart.line(", "rows", "show", "parseInt"],
};

const KERNELS: readonly Kernel[] = [
  { name: "ours", kernel: "deno", ...TYPESCRIPT, warm: ["rows[0].", "city"] },
  { name: "Deno's own", kernel: "deno_stock", ...TYPESCRIPT, warm: ["ro", "rows"] },
  {
    name: "ipykernel",
    kernel: "python3",
    library: "",
    setup: 'import json\nrows = [{"city": "Ulm", "temp": 3}]',
    warm: ["ro", "rows"],
    complete: ["rows[0].", "json.", 'rows[0]["', "json.du"],
    inspect: ["json.dumps(", "rows", "print", "len"],
  },
];

const CLIENT = fileURLToPath(new URL("kernels.py", import.meta.url));

/** Repetitions of `1+1`, completion and inspection in each start. */
const TIMES = 40;

/** Our Jupyter kernel beside its peers. */
export const kernels: WaitBench = {
  name: "kernels",
  summary: "our Jupyter kernel, Deno's own and Python's: waits",
  async time(options) {
    const timings = await timeKernels(options);
    const table = `Milliseconds, medians:\n${formatTable(kernelTable(timings))}`;
    return {
      json: Object.fromEntries(timings),
      text: `${table}\n\n${formatTable(kernelRatios(timings))}`,
    };
  },
};

/** Starts each kernel a number of times in turn, and times what a person waits for. */
async function timeKernels(
  { runs, signal, log }: WaitOptions,
): Promise<Map<string, KernelTimings[]>> {
  const python = await findPython("lab", { log, signal }); // It has ipykernel too.
  const specs = await Deno.makeTempDir({ prefix: "kernels" });
  try {
    const folder = `${specs}/kernels/deno_stock`;
    await Deno.mkdir(folder, { recursive: true });
    const argv = [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"];
    const spec = { argv, display_name: "Deno", language: "typescript" };
    await Deno.writeTextFile(`${folder}/kernel.json`, JSON.stringify(spec));
    const own = kernelEnv();
    const env = { ...own, JUPYTER_PATH: `${specs}:${own.JUPYTER_PATH}` };
    const timings = new Map<string, KernelTimings[]>(KERNELS.map(({ name }) => [name, []]));
    for (let run = 0; run < runs; run++) {
      for (const { name, ...kernel } of KERNELS) {
        signal.throwIfAborted();
        timings.get(name)!.push(await timeOnce(python, kernel, env));
      }
    }
    return timings;
  } finally {
    await Deno.remove(specs, { recursive: true });
  }
}

async function timeOnce(
  python: string,
  kernel: Omit<Kernel, "name">,
  env: Record<string, string>,
): Promise<KernelTimings> {
  const task = { ...kernel, folder: `${projectFolder}/notebooks`, times: TIMES };
  const child = startChild([python, CLIENT], { env, input: JSON.stringify(task) });
  const said: string[] = [];
  let timings: KernelTimings | undefined;
  for await (const { from, text } of child.lines) {
    if (from === "stdout" && text.startsWith("{")) timings = JSON.parse(text);
    else said.push(text);
  }
  if (!timings) throw new Error(`Cannot time ${kernel.kernel}: ${said.join("\n")}`);
  return timings;
}

/** A row for each kernel, medians in milliseconds. */
export function kernelTable(timings: Map<string, KernelTimings[]>): Record<string, unknown>[] {
  return [...timings].map(([kernel, runs]) => {
    const of = (pick: (run: KernelTimings) => number | number[] | undefined) =>
      runs.flatMap((run) => pick(run) ?? []);
    const half = (values: number[]) => values.length === 0 ? undefined : round(median(values));
    const both = (values: number[]) => `${half(values)} / ${round(percentile(values, 0.95))}`;
    return {
      kernel,
      ready: half(of(({ ready }) => ready)),
      "1+1": half(of(({ one }) => one)),
      "import of the library": half(of(({ library }) => library)),
      "first completion": half(of(({ first }) => first)),
      "until it knows types": half(of(({ warm }) => warm)),
      "completion, p95": both(of(({ complete }) => complete)),
      "inspection, p95": both(of(({ inspect }) => inspect)),
      "MB kernel": half(of(({ megabytes }) => megabytes.kernel)),
      "MB language": half(of(({ megabytes }) => megabytes.language)),
    };
  });
}

/** How our times compare with each peer's, by the medians: `0.5` is half as long. */
export function kernelRatios(timings: Map<string, KernelTimings[]>): Record<string, unknown>[] {
  const medians = (runs: KernelTimings[]) => ({
    ready: median(runs.map(({ ready }) => ready)),
    "1+1": median(runs.flatMap(({ one }) => one)),
    "import of the library": median(runs.map(({ library }) => library ?? NaN)),
    completion: median(runs.flatMap(({ complete }) => complete)),
    inspection: median(runs.flatMap(({ inspect }) => inspect)),
  });
  const [ours, ...peers] = [...timings].map(([name, runs]) => ({ name, of: medians(runs) }));
  return peers.map(({ name, of }) => {
    const ratios = Object.entries(of).map(([key, value]) => {
      const ratio = ours!.of[key as keyof typeof of] / value;
      return [key, Number.isNaN(ratio) ? undefined : Number(ratio.toPrecision(2))];
    });
    return { "our time as a multiple of": name, ...Object.fromEntries(ratios) };
  });
}

function round(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
