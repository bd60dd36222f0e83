import assert from "node:assert/strict";
import { projectFolder } from "../../config.ts";
import { run } from "../../../pipelines/testing.ts";
import { findPython } from "../python.ts";

/** Runs cells in an installed kernel as any other program of Jupyter's would. */
const CELLS = `
import json, sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="tributary", cwd=sys.argv[1], startup_timeout=120)
for code in json.loads(sys.argv[2]):
    found = []
    def take(message):
        content = message["content"]
        found.append(content.get("data", {}).get("text/plain") or content.get("evalue"))
    client.execute_interactive(code, timeout=120, output_hook=take)
    print(json.dumps([one for one in found if one]))
manager.shutdown_kernel(now=True)
`;

/** The answers of cells in a process without our environment: no deno on PATH, no JUPYTER_PATH. */
async function answers(folder: string, data: string, cells: string[]): Promise<string[][]> {
  const { stdout, stderr } = await new Deno.Command(await findPython("client"), {
    args: ["-c", CELLS, folder, JSON.stringify(cells)],
    cwd: folder,
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin", HOME: Deno.env.get("HOME")!, JUPYTER_DATA_DIR: data },
  }).output();
  const text = new TextDecoder();
  const lines = text.decode(stdout).trim().split("\n");
  assert.equal(lines.length, cells.length, text.decode(stderr));
  return lines.map((line) => JSON.parse(line));
}

async function files(folder: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("find", { args: [folder, "-type", "f"] }).output();
  return new TextDecoder().decode(stdout).trim().split("\n").filter(Boolean)
    .map((path) => path.slice(folder.length + 1)).sort();
}

Deno.test("lab --install makes a kernel that any Jupyter starts anywhere; --uninstall removes it alone", async () => {
  const folder = await Deno.makeTempDir({ prefix: "elsewhere" });
  try {
    const data = `${folder}/data`, env = { JUPYTER_DATA_DIR: data };
    await Deno.mkdir(`${data}/kernels/other`, { recursive: true });
    await Deno.writeTextFile(`${data}/kernels/other/kernel.json`, "{}");
    await Deno.writeTextFile(`${folder}/own.ts`, "export const answer: number = 42;\n");
    assert.equal((await run("lab", ["--uninstall"], { env })).out, "Nothing is installed\n");

    const first = await run("lab", ["--install"], { env });
    assert.equal(first.code, 0, first.err);
    assert.match(
      first.out,
      /^Installed .*kernels\/tributary\nInstalled .*labextensions\/tributary\n/,
    );
    assert.match(first.out, /^jupyter lab: .*\nVS Code: /m);
    const installed = await files(data);
    const kernel = `${data}/kernels/tributary/kernel.json`;
    await Deno.writeTextFile(kernel, '{"argv": ["of another version"]}');
    await Deno.writeTextFile(`${data}/kernels/tributary/old.json`, "{}");
    assert.equal((await run("lab", ["--install"], { env })).code, 0);
    assert.deepEqual(await files(data), installed, "another version's is replaced");
    const logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];
    const extension = installed.filter((name) => name.startsWith("labextensions/"));
    assert.ok(extension.some((name) => /tributary\/static\/remoteEntry\.\w+\.js$/.test(name)));
    assert.deepEqual(installed.filter((name) => !extension.includes(name)), [
      "kernels/other/kernel.json",
      ...["kernel.json", ...logos, "tributary.json"].map((name) => `kernels/tributary/${name}`),
    ]);

    const library = JSON.stringify(`${projectFolder}/lib/notebook/mod.ts`);
    const found = await answers(folder, data, [
      "1+1",
      'import { answer } from "./own.ts"; answer',
      `import { params } from ${library}; params({ days: 7 }).days`,
    ]);
    assert.deepEqual(found, [["2"], ["42"], ["7"]]);

    // A project of the user's own, which knows nothing of our packages.
    const own = `${folder}/project`, alias = { imports: { "mine/": "../" } };
    await Deno.mkdir(own);
    await Deno.writeTextFile(`${own}/deno.json`, JSON.stringify(alias));
    assert.deepEqual(
      await answers(own, data, [
        'import { answer } from "mine/own.ts"; answer',
        `import { params } from ${library}; params({ days: 7 }).days`,
      ]),
      [["42"], ["7"]],
    );
    assert.deepEqual(await files(own), ["deno.json"], "no lock file is left");

    const ours = await files(`${projectFolder}/.stack/jupyter`); // where `deno task lab` looks too
    assert.deepEqual(ours.filter((name) => name.startsWith("kernels/")), []);
    const removed = await run("lab", ["--uninstall"], { env });
    assert.match(
      removed.out,
      /^Removed .*kernels\/tributary\nRemoved .*labextensions\/tributary\n$/,
    );
    assert.deepEqual(await files(data), ["kernels/other/kernel.json"]);
    await Deno.mkdir(`${data}/kernels/tributary`);
    const refused = await run("lab", ["--install"], { env });
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /Cannot install the kernel: .*tributary is not from us: move it away/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the project's own environment has scripts that run", async () => {
  const dir = `${projectFolder}/.stack`;
  const python = await findPython("lab", { dir });
  if (!python.startsWith(dir)) return console.log(`skipped: ${python} has jupyterlab`);
  const { code, stdout } = await new Deno.Command(`${dir}/venv/bin/jupyter`, {
    args: ["--version"],
  }).output();
  assert.equal(code, 0);
  assert.match(new TextDecoder().decode(stdout), /jupyterlab +: 4\./);
});
