/** `deno task notebooks`: runs notebooks without a browser. */
import { join } from "node:path";
import { defineCommand, main } from "../lib/cli.ts";
import { messageOf, UsageError } from "../lib/errors.ts";
import { checkNotebooks } from "../lib/jupyter/check/check_notebooks.ts";
import { describeProblem } from "../lib/jupyter/check/notebook_problem.ts";
import { findNotebooks } from "../lib/jupyter/ipynb/find_notebooks.ts";
import { findPython } from "../lib/jupyter/python.ts";
import { countRun, type NotebookRun } from "../lib/jupyter/run/notebook_run.ts";
import { reportIndex, reportPage, summary } from "../lib/jupyter/run/notebook_report.ts";
import { runKernel } from "../lib/jupyter/run/run_kernel.ts";
import { runPlain } from "../lib/jupyter/run/run_plain.ts";

await main(defineCommand({
  name: "notebooks",
  summary: "Checks the types of notebooks and runs them, in plain Deno or in the Jupyter kernel.",
  words: "[name…]",
  count: [0, 1000],
  flags: {
    kernel: { type: "boolean", help: "run through a real Jupyter kernel" },
    html: {
      type: "string",
      value: "dir",
      help: "write a report of each notebook with its outputs",
    },
    "no-code": { type: "boolean", help: "leave the code out of the reports" },
    params: {
      type: "string",
      value: "json",
      default: "{}",
      help: "the result of params(), an object",
    },
    limit: { type: "duration", value: "time", default: "300s", help: "maximum time for one cell" },
    json: { type: "boolean", help: "print one line of JSON" },
  },
  examples: [
    "deno task notebooks",
    "deno task notebooks 01 03 --kernel --html out/notebooks",
    "deno task notebooks 05 --html out/notebooks --no-code",
    `deno task notebooks 04 --params '{"days":1}'`,
  ],
  async run({ flags, args, signal }) {
    if (flags["no-code"] && flags.html === undefined) {
      throw new UsageError("Cannot use --no-code without a report: add --html dir");
    }
    const env = {
      TRIBUTARY_PARAMS: checkParams(flags.params),
      TRIBUTARY_REPORT: flags.html === undefined ? "" : "1",
    };
    const files = await findNotebooks(args);
    const python = flags.kernel ? await findPython("client", { signal }) : "";
    const problems = await checkNotebooks(files, { rules: ["types"], signal });
    const runs: NotebookRun[] = [];
    for (const file of files) {
      const own = problems.filter(({ notebook }) => notebook === file.name);
      const onCell = (cell: number) => console.error(`${file.name}: cell ${cell}`);
      const options = { limit: flags.limit / 1000, env, signal, onCell };
      const run = own.length > 0
        ? {
          name: file.name,
          cells: [],
          errors: own.map(({ cell, line, message }) => ({ cell, line, message })),
          seconds: 0,
        }
        : flags.kernel
        ? await runKernel(file, { ...options, python })
        : await runPlain(file, options);
      runs.push(run);
      for (const { cell, line, message } of run.errors) {
        const at = { notebook: file.name, cell, line };
        console.error(describeProblem({ ...at, rule: own.length > 0 ? "types" : "run", message }));
      }
      if (!flags.json) console.log(`${file.name}: ${summary(run)}`);
      if (flags.html === undefined) continue;
      await Deno.mkdir(flags.html, { recursive: true });
      await Deno.writeTextFile(
        join(flags.html, `${file.name}.html`),
        reportPage(file, run, { code: !flags["no-code"] }),
      );
    }
    if (flags.html !== undefined) {
      await Deno.writeTextFile(join(flags.html, "index.html"), reportIndex(runs));
    }
    if (flags.json) console.log(JSON.stringify({ notebooks: runs.map(countRun) }));
    return runs.some(({ errors }) => errors.length > 0) ? 1 : 0;
  },
}));

function checkParams(text: string): string {
  let params: unknown;
  try {
    params = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`Cannot use --params ${JSON.stringify(text)}: ${messageOf(error)}`);
  }
  if (typeof params === "object" && params !== null && !Array.isArray(params)) return text;
  throw new UsageError(
    `Cannot use --params ${JSON.stringify(text)}: wanted an object, as {"days":1}`,
  );
}
