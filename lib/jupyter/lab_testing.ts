/** For tests: JupyterLab in a headless Chromium. */
import { type Browser, chromium, type Page } from "playwright-core";
import { formatNotebook, type Notebook, type Output, readNotebook } from "./ipynb.ts";
import { runLab } from "./lab.ts";

/** A notebook that is open in JupyterLab. */
export interface OpenNotebook {
  page: Page;
  /** Runs an item of the menu Run, or of Kernel with its confirmation. */
  runAll(options?: { restart?: boolean }): Promise<void>;
  /** Selects a cell (from 0) and runs it. */
  run(cell: number): Promise<void>;
  /** Presses Stop. */
  stop(): Promise<void>;
  /** Waits until a cell (from 0) shows its number or `*`. */
  shows(cell: number, prompt: RegExp, timeout?: number): Promise<void>;
  /** Saves, and reads the outputs of the saved file. */
  outputs(): Promise<Output[][]>;
}

/** The Chromium on PATH, or undefined. */
export function findChromium(path = Deno.env.get("PATH") ?? ""): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return path.split(":").flatMap((folder) => names.map((name) => `${folder}/${name}`)).find(
    (file) => {
      try {
        return Deno.statSync(file).isFile;
      } catch {
        return false;
      }
    },
  );
}

/** Opens a notebook in JupyterLab, gives it to the test, and ends both. */
export async function withLab(
  notebook: Notebook,
  { python, executablePath }: { python: string; executablePath: string },
  test: (open: OpenNotebook) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lab" });
  const file = `${folder}/test.ipynb`;
  await Deno.writeTextFile(file, formatNotebook(notebook));
  const stop = new AbortController();
  const address = Promise.withResolvers<string>();
  const lines: string[] = [];
  const lab = runLab({
    python,
    folder,
    port: 18_800 + Deno.pid % 1000,
    browser: false,
    signal: stop.signal,
    log(line) {
      lines.push(line);
      const url = /http:\/\/127\.0\.0\.1:\d+\/lab\?token=\w+/.exec(line)?.[0];
      if (url) address.resolve(url);
    },
  });
  lab.then((code) => address.reject(new Error(`JupyterLab ended (${code}): ${lines.join("\n")}`)));
  let browser: Browser | undefined;
  try {
    const url = await address.promise;
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.goto(url.replace("/lab?", "/lab/tree/test.ipynb?"));
    await page.getByText(/\| Idle/).waitFor({ timeout: 120_000 });
    await test(actions(page, file));
  } finally {
    await browser?.close();
    stop.abort();
    await lab;
    await Deno.remove(folder, { recursive: true });
  }
}

function actions(page: Page, file: string): OpenNotebook {
  const cellAt = (cell: number) => page.locator(`.jp-Cell[data-windowed-list-index="${cell}"]`);
  const menu = async (name: string, item: string) => {
    await page.getByRole("menuitem", { name, exact: true }).click();
    await page.getByText(item, { exact: true }).click();
  };
  return {
    page,
    async runAll({ restart = false } = {}) {
      if (!restart) return await menu("Run", "Run All Cells");
      await menu("Run", "Restart Kernel and Run All Cells…");
      await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
    },
    async run(cell) {
      await cellAt(cell).locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
    },
    async stop() {
      await page.locator('[data-command="notebook:interrupt-kernel"]').click();
    },
    async shows(cell, prompt, timeout = 60_000) {
      await cellAt(cell).locator(".jp-InputPrompt").filter({ hasText: prompt }).waitFor({
        timeout,
      });
    },
    async outputs() {
      const before = (await Deno.stat(file)).mtime!.getTime();
      await page.keyboard.press("Control+s");
      while ((await Deno.stat(file)).mtime!.getTime() === before) await page.waitForTimeout(50);
      await page.waitForTimeout(200);
      return (await readNotebook(file)).cells.map(({ outputs }) => outputs ?? []);
    },
  };
}
