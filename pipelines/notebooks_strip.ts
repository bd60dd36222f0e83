/** `deno task notebooks:strip`: removes what a run left, in files or as a git filter. */
import { defineCommand, main } from "../lib/cli.ts";
import { UsageError } from "../lib/errors.ts";
import { findNotebooks } from "../lib/jupyter/ipynb/find_notebooks.ts";
import { formatNotebook, parseNotebook } from "../lib/jupyter/ipynb/ipynb.ts";
import { stripNotebook } from "../lib/jupyter/ipynb/strip_notebook.ts";

await main(defineCommand({
  name: "notebooks:strip",
  summary: [
    "Removes outputs, execution counts and run times from notebooks.",
    "",
    "As a git filter, it strips what is committed and leaves your files as they are:",
    "  git config filter.notebooks.clean 'deno task -q notebooks:strip --filter'",
    "  git config filter.notebooks.required true",
    "  echo '*.ipynb filter=notebooks' >> .git/info/attributes",
  ].join("\n"),
  words: "[name…]",
  count: [0, 1000],
  flags: { filter: { type: "boolean", help: "read one notebook from stdin, write it to stdout" } },
  examples: ["deno task notebooks:strip", "deno task notebooks:strip 01"],
  async run({ flags, args }) {
    if (flags.filter) {
      if (args.length > 0) throw new UsageError("Cannot use names with --filter: it reads stdin");
      const text = await new Response(Deno.stdin.readable).text();
      const stripped = formatNotebook(stripNotebook(parseNotebook(text, "stdin")));
      await new Blob([stripped]).stream().pipeTo(Deno.stdout.writable);
      return;
    }
    let changed = 0;
    for (const { path, name } of await findNotebooks(args)) {
      const text = await Deno.readTextFile(path);
      const stripped = formatNotebook(stripNotebook(parseNotebook(text, name)));
      if (stripped === text) continue;
      await Deno.writeTextFile(`${path}.new`, stripped);
      await Deno.rename(`${path}.new`, path);
      console.log(`stripped ${name}`);
      changed++;
    }
    if (changed === 0) console.log("nothing to strip");
  },
}));
