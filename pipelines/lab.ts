/** `deno task lab`: JupyterLab with our Deno kernel. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { defineCommand, main } from "../lib/cli.ts";
import { projectFolder } from "../lib/config.ts";
import { notebooksFolder } from "../lib/jupyter/ipynb/find_notebooks.ts";
import { runLab } from "../lib/jupyter/lab/run_lab.ts";
import { findPython } from "../lib/jupyter/python.ts";

await main(defineCommand({
  name: "lab",
  summary: "Opens JupyterLab with the Deno kernel in notebooks/, until Ctrl-C.",
  flags: {
    port: {
      type: "integer",
      value: "n",
      default: 8888,
      help: "port; the next free one if it is taken",
    },
    "no-browser": { type: "boolean", help: "print the address instead of opening it" },
  },
  examples: ["deno task lab", "deno task lab --no-browser --port 9999"],
  async run({ flags, signal }) {
    const env = join(projectFolder, ".env");
    if (existsSync(env)) loadEnvFile(env); // Addresses and tokens for the notebooks.
    const python = await findPython("lab", { signal });
    await Deno.mkdir(notebooksFolder, { recursive: true });
    return await runLab({
      python,
      folder: notebooksFolder,
      port: flags.port,
      browser: !flags["no-browser"],
      signal,
    });
  },
}));
