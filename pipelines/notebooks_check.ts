/** `deno task notebooks:check`: checks types, lint, stripped outputs and order. */
import { defineCommand, main } from "../lib/cli.ts";
import { checkNotebooks } from "../lib/jupyter/check/check_notebooks.ts";
import { describeProblem } from "../lib/jupyter/check/notebook_problem.ts";
import { findNotebooks } from "../lib/jupyter/ipynb/find_notebooks.ts";

await main(defineCommand({
  name: "notebooks:check",
  summary: "Checks notebooks without running them: types, lint, that outputs are stripped, and " +
    "that no cell needs a later one.",
  words: "[name…]",
  count: [0, 1000],
  flags: { json: { type: "boolean", help: "print one line of JSON" } },
  examples: ["deno task notebooks:check", "deno task notebooks:check 01 --json"],
  async run({ flags, args, signal }) {
    const files = await findNotebooks(args, { none: true });
    const problems = files.length === 0 ? [] : await checkNotebooks(files, { signal });
    if (flags.json) console.log(JSON.stringify({ notebooks: files.length, problems }));
    else {
      for (const problem of problems) console.log(describeProblem(problem));
      console.log(`${files.length} notebooks, ${problems.length} problems`);
    }
    return problems.length > 0 ? 1 : 0;
  },
}));
