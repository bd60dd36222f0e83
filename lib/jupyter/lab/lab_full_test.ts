/** JupyterLab with our kernel, in a headless Chromium. */
import assert from "node:assert/strict";
import { formatNotebook } from "../ipynb/ipynb.ts";
import { busy } from "../testing/busy_testing.ts";
import { notebookOf, tortureNotebook, wrongOutputs } from "../testing/torture_testing.ts";
import { projectFolder } from "../../config.ts";
import { until } from "../../retry.ts";
import { findPython } from "../python.ts";
import { findChromium, openLab, type OpenNotebook } from "./lab_testing.ts";

const ignore = findChromium() === undefined;
if (ignore) console.log("skipped: JupyterLab in a browser because there is no Chromium on PATH");

async function inLab(
  cells: ReturnType<typeof notebookOf>,
  test: (open: OpenNotebook) => Promise<void>,
) {
  const folder = await Deno.makeTempDir({ prefix: "notebooks" });
  try {
    await Deno.writeTextFile(`${folder}/test.ipynb`, formatNotebook(cells));
    await using lab = await openLab({ folder });
    await test(await lab.open("test.ipynb"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "JupyterLab shows every output under its cell in ten runs with restarts",
  ignore,
  async fn() {
    const cells = 12;
    await inLab(tortureNotebook(cells), async ({ page, runAll, shows, outputs }) => {
      for (let run = 0; run < 10; run++) {
        await runAll({ restart: run > 0 });
        if (run > 0) await shows(cells - 1, /\*/);
        await shows(cells - 1, new RegExp(`\\[${cells}\\]`));
        await page.waitForTimeout(1000); // the latest timer prints after 400 ms
        assert.deepEqual(wrongOutputs(await outputs()), [], `run ${run + 1}`);
      }
    });
  },
});

Deno.test({
  name: "Stop in JupyterLab ends a loop and an await within two seconds; variables stay",
  ignore,
  async fn() {
    const notebook = notebookOf(
      "let kept = 41;",
      "while (true) {}",
      "kept++; await new Promise((resolve) => setTimeout(resolve, 60_000));",
      "console.log('kept', kept);",
    );
    await inLab(notebook, async ({ page, run, stop, shows, outputs }) => {
      await run(0);
      await shows(0, /\[1\]/);
      for (const [cell, count] of [[1, 2], [2, 3]] as const) {
        await run(cell);
        await shows(cell, /\*/);
        await page.waitForTimeout(300);
        const pressed = performance.now();
        await stop();
        await shows(cell, new RegExp(`\\[${count}\\]`), 20_000);
        const took = performance.now() - pressed;
        assert.ok(took < 2000 * busy(), `cell ${cell} ended ${Math.round(took)} ms after Stop`);
      }
      await run(3);
      await shows(3, /\[4\]/);
      const [, loop, wait, last] = await outputs();
      for (const [output] of [loop!, wait!]) {
        assert.equal(output?.output_type === "error" && output.ename, "Interrupted");
      }
      assert.deepEqual(last, [{ output_type: "stream", name: "stdout", text: "kept 42\n" }]);
    });
  },
});

Deno.test({
  name: "JupyterLab lists our kernel once, and ends when the process that started it is killed",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "notebooks" });
    const script = `import { runLab } from ${JSON.stringify(import.meta.resolve("./run_lab.ts"))};
      const python = Deno.args[0], folder = Deno.args[1];
      const env = { JUPYTER_DATA_DIR: folder, JUPYTER_TOKEN: "test" };
      await runLab({ python, folder, env, port: 18_700, browser: false, signal: AbortSignal.timeout(60_000), log: console.log });`;
    // As after `deno task lab --install`, and a kernel of somebody else.
    for (const name of ["tributary", "another"]) {
      await Deno.mkdir(`${folder}/kernels/${name}`, { recursive: true });
      const spec = { argv: ["x"], display_name: name, language: "typescript" };
      await Deno.writeTextFile(`${folder}/kernels/${name}/kernel.json`, JSON.stringify(spec));
    }
    const starter = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--ext=ts", "-", await findPython("lab"), folder],
      cwd: projectFolder,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    try {
      const input = starter.stdin.getWriter();
      await input.write(new TextEncoder().encode(script));
      await input.close();
      let url: string | undefined;
      const text = starter.stdout.pipeThrough(new TextDecoderStream());
      for await (const part of text.values({ preventCancel: true })) {
        url = /http:\/\/127\.0\.0\.1:\d+\//.exec(part)?.[0];
        if (url) break;
      }
      assert.ok(url, "JupyterLab did not start");
      const listed = await fetch(`${url}api/kernelspecs?token=test`);
      const { kernelspecs } = await listed.json() as { kernelspecs: Record<string, unknown> };
      assert.ok("deno" in kernelspecs && "another" in kernelspecs && !("tributary" in kernelspecs));
      starter.kill("SIGKILL");
      await starter.status;
      await text.cancel();
      const ended = () =>
        fetch(url).then(async (answer) => {
          await answer.body?.cancel();
          return false;
        }, () => true);
      await until(ended, { every: 200, within: 20_000 });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
