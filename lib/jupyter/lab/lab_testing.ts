/** For tests: JupyterLab in a headless Chromium. */
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { type CellOutput, readNotebook } from "../ipynb/ipynb.ts";
import { findPython } from "../python.ts";
import { runLab } from "./run_lab.ts";

/** A notebook that is open in JupyterLab. */
export interface OpenNotebook {
  page: Page;
  /** Errors on the page's console, and those that nothing caught. */
  errors: string[];
  /** Runs all cells, with `restart` in a new kernel. */
  runAll(options?: { restart?: boolean }): Promise<void>;
  /** Selects a cell (from 0, prose too) and runs it. */
  run(cell: number): Promise<void>;
  /** Presses Stop. */
  stop(): Promise<void>;
  /** Waits until nothing runs. */
  idle(timeout?: number): Promise<void>;
  /** Waits until a cell (from 0, prose too) shows its number or `*`. */
  shows(cell: number, prompt: RegExp, timeout?: number): Promise<void>;
  /** Saves the notebook and reads the outputs from its file. */
  outputs(): Promise<CellOutput[][]>;
  /** Replaces the source of a cell (from 0), or adds a further one at the end. */
  write(cell: number, source: string): Promise<void>;
  /** The text of a cell's outputs, as they are shown. */
  shown(cell: number): Promise<string>;
  /** A cell's box. */
  cell(cell: number): Locator;
  /** Takes a picture of what is on the screen, or of one cell (from 0, prose too). */
  screenshot(file: string, cell?: number): Promise<void>;
}

/** JupyterLab and a browser. */
export interface Lab extends AsyncDisposable {
  /** Makes a notebook as a person does, in the launcher: `Untitled.ipynb`, with one empty cell. */
  create(): Promise<OpenNotebook>;
  /** Opens a notebook of the folder by its file name, in a new kernel. */
  open(file: string): Promise<OpenNotebook>;
}

/** How {@linkcode openLab} starts JupyterLab. */
export interface OpenLabOptions {
  /** The folder of the notebooks. They are saved by `outputs()`: give it copies. */
  folder: string;
  /** Environment variables for JupyterLab and its kernels, such as `TRIBUTARY_NAMESPACE`. @default {} */
  env?: Record<string, string>;
  /** Size of the page. @default 1200 × 900 */
  viewport?: { width: number; height: number };
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

/** Starts JupyterLab with our kernel and the settings of a new user, and a browser. */
export async function openLab(options: OpenLabOptions): Promise<Lab> {
  const { folder, env = {}, viewport = { width: 1200, height: 900 } } = options;
  const own = await Deno.makeTempDir({ prefix: "lab" });
  const stop = new AbortController();
  const address = Promise.withResolvers<string>();
  const lines: string[] = [];
  const lab = runLab({
    python: await findPython("lab"),
    folder,
    port: 18_800 + Deno.pid % 1000,
    browser: false,
    env: {
      JUPYTERLAB_SETTINGS_DIR: `${own}/set`,
      JUPYTERLAB_WORKSPACES_DIR: `${own}/work`,
      ...env,
    },
    signal: stop.signal,
    log(line) {
      lines.push(line);
      const url = /http:\/\/127\.0\.0\.1:\d+\/lab\?token=\w+/.exec(line)?.[0];
      if (url) address.resolve(url);
    },
  });
  lab.then((code) => address.reject(new Error(`JupyterLab ended (${code}): ${lines.join("\n")}`)));
  let browser: Browser | undefined;
  async function close(): Promise<void> {
    await browser?.close();
    stop.abort();
    await lab;
    await Deno.remove(own, { recursive: true });
  }
  try {
    const url = await address.promise;
    browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
    const page = await browser.newPage({ viewport });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    return {
      async create() {
        await page.goto(url);
        await page.locator('.jp-LauncherCard[data-category="Notebook"]').filter({
          hasText: "Deno (Tributary)",
        }).click();
        const notebook = actions(page, join(folder, "Untitled.ipynb"), errors);
        await notebook.idle(120_000);
        return notebook;
      },
      async open(file) {
        await page.goto(url.replace("/lab?", `/lab/tree/${encodeURIComponent(file)}?`));
        const notebook = actions(page, join(folder, file), errors);
        await notebook.idle(120_000);
        return notebook;
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function actions(page: Page, file: string, errors: string[]): OpenNotebook {
  const cellAt = (cell: number) => page.locator(`.jp-Cell[data-windowed-list-index="${cell}"]`);
  const menu = async (name: string, item: string) => {
    await page.getByRole("menuitem", { name, exact: true }).click();
    await page.getByText(item, { exact: true }).click();
  };
  return {
    page,
    errors,
    async runAll({ restart = false } = {}) {
      if (!restart) return await menu("Run", "Run All Cells");
      await menu("Run", "Restart Kernel and Run All Cells…");
      await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
    },
    async run(cell) {
      await cellAt(cell).locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
    },
    async write(cell, source) {
      const editor = cellAt(cell).locator(".cm-content");
      if (await editor.count() === 0) {
        await cellAt(cell - 1).locator(".jp-InputPrompt").click();
        await page.keyboard.press("b");
      }
      await editor.click();
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Delete");
      await page.keyboard.insertText(source);
    },
    async shown(cell) {
      return (await cellAt(cell).locator(".jp-OutputArea-output").allInnerTexts()).join("\n");
    },
    cell: cellAt,
    async stop() {
      await page.locator('[data-command="notebook:interrupt-kernel"]').click();
    },
    async idle(timeout = 300_000) {
      await page.getByText(/\| Idle/).waitFor({ timeout });
    },
    async shows(cell, prompt, timeout = 60_000) {
      await cellAt(cell).locator(".jp-InputPrompt").filter({ hasText: prompt }).waitFor({
        timeout,
      });
    },
    async outputs() {
      const before = (await Deno.stat(file)).mtime!.getTime();
      await page.keyboard.press("Control+s");
      const rename = page.getByRole("button", { name: "Rename and Save" }); // of a new notebook
      while ((await Deno.stat(file)).mtime!.getTime() === before) {
        if (await rename.isVisible()) await rename.click();
        await page.waitForTimeout(50);
      }
      await page.waitForTimeout(200);
      return (await readNotebook(file)).cells.map(({ outputs }) => outputs ?? []);
    },
    async screenshot(path, cell) {
      await (cell === undefined ? page : cellAt(cell)).screenshot({ path });
    },
  };
}
