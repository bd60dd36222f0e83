/** `deno task lab`: JupyterLab with our Deno kernel. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { defineCommand, main } from "../lib/cli.ts";
import { projectFolder } from "../lib/config.ts";
import { UsageError } from "../lib/errors.ts";
import { notebooksFolder } from "../lib/jupyter/ipynb/find_notebooks.ts";
import { runLab } from "../lib/jupyter/lab/run_lab.ts";
import { installForUser, uninstallForUser } from "../lib/jupyter/install/install.ts";
import { findPython } from "../lib/jupyter/python.ts";

await main(defineCommand({
  name: "lab",
  summary:
    "Opens JupyterLab with the Deno kernel in notebooks/, until Ctrl-C; or installs the kernel " +
    "for\nevery Jupyter of yours and for VS Code.",
  flags: {
    port: {
      type: "integer",
      value: "n",
      default: 8888,
      help: "port; the next free one if it is taken",
    },
    install: { type: "boolean", help: "install the kernel for plain jupyter lab and VS Code" },
    uninstall: { type: "boolean", help: "remove what --install installed" },
    "no-browser": { type: "boolean", help: "print the address instead of opening it" },
  },
  examples: [
    "deno task lab",
    "deno task lab --no-browser --port 9999",
    "deno task lab --install",
  ],
  async run({ flags, signal }) {
    if (flags.install && flags.uninstall) {
      throw new UsageError("Cannot use --install and --uninstall together");
    }
    if (flags.install || flags.uninstall) {
      const python = await findPython("client", { signal });
      if (flags.install) sayInstalled(await installForUser({ python, signal }));
      else sayRemoved(await uninstallForUser({ python, signal }));
      return;
    }
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

function sayInstalled(folders: string[]): void {
  for (const folder of folders) console.log(`Installed ${folder}`);
  console.log([
    'jupyter lab: choose "Deno (Tributary)" in the launcher.',
    'VS Code: Select Kernel, Jupyter Kernel…, "Deno (Tributary)".',
    "In a notebook anywhere:",
    `  import { show, sql } from ${JSON.stringify(`${projectFolder}/lib/notebook/mod.ts`)};`,
    "It works as long as this folder and this Deno stay where they are. Remove it with:",
    "  deno task lab --uninstall",
  ].join("\n"));
  if (/[\\/]_npx[\\/]/.test(Deno.execPath())) {
    console.error(
      "warning: this Deno is in the cache of npx, which may be emptied. Install it once: " +
        "npm install -g deno@2.9.6, then run: deno task lab --install",
    );
  }
}

function sayRemoved(folders: string[]): void {
  for (const folder of folders) console.log(`Removed ${folder}`);
  if (folders.length === 0) console.log("Nothing is installed");
}
