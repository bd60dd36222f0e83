import { stripVTControlCharacters } from "node:util";
import { Marked } from "marked";
import type { CellOutput } from "../ipynb/ipynb.ts";
import type { NotebookFile } from "../ipynb/notebook_file.ts";
import { countRun, type NotebookRun } from "./notebook_run.ts";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { overflow-x: auto; padding: .5rem .75rem; margin: .25rem 0; font: 13px/1.4 ui-monospace, monospace; }
.code { background: color-mix(in srgb, currentColor 6%, transparent); border-radius: 4px; }
.stderr, .error { border-left: 3px solid #c62828; }
.count { color: gray; font: 12px ui-monospace, monospace; }
table { border-collapse: collapse; } td, th { padding: .15rem .5rem; }
svg, img { max-width: 100%; height: auto; }
`;

const markdown = new Marked({
  // A notebook's prose may not contain markup: `<` is shown as it is.
  renderer: { html: ({ text }) => escape(text) },
});

/**
 * Formats a notebook with the outputs of a run as one page without scripts. All text is escaped;
 * what the cells displayed as HTML or SVG stays as it is, as in Jupyter.
 */
export function reportPage({ name, notebook }: NotebookFile, run: NotebookRun): string {
  let cell = 0;
  const parts = notebook.cells.map(({ cell_type, source }) => {
    if (cell_type === "markdown") return markdown.parse(source, { async: false });
    if (cell_type === "raw") return pre(source);
    const outputs = run.cells[cell++] ?? [];
    const failed = run.errors.filter((error) => error.cell === cell)
      // The kernel has already shown it.
      .filter(({ message }) =>
        !outputs.some((output) =>
          output.output_type === "error" ||
          output.output_type === "stream" && output.text.includes(message)
        )
      );
    return [
      `<div class="count">[${cell}]</div>`,
      pre(source, "code"),
      ...outputs.map(show),
      ...failed.map(({ message }) => pre(message, "error")),
    ].join("\n");
  });
  return page(name, [`<h1>${escape(name)}</h1>`, `<p>${escape(summary(run))}</p>`, ...parts]);
}

/** Formats a page that lists the reports, which are beside it as `<name>.html`. */
export function reportIndex(runs: NotebookRun[]): string {
  const rows = runs.map((run) =>
    `<li><a href="${encodeURIComponent(run.name)}.html">${escape(run.name)}</a>: ${
      escape(summary(run))
    }</li>`
  );
  return page("Notebooks", ["<h1>Notebooks</h1>", "<ul>", ...rows, "</ul>"]);
}

/** Sums up a run: `12 cells, 30 outputs, 4.1 s`. */
export function summary(run: NotebookRun): string {
  const { cells, outputs, errors } = countRun(run);
  const failed = errors.length === 0 ? "" : `, ${errors.length} failed`;
  return `${cells} cells, ${outputs} outputs${failed}, ${run.seconds.toFixed(1)} s`;
}

function show(output: CellOutput): string {
  if (output.output_type === "stream") return pre(output.text, output.name);
  if (output.output_type === "error") return pre(output.traceback.join("\n"), "error");
  const { data } = output;
  const text = (type: string) => typeof data[type] === "string" ? data[type] as string : undefined;
  const html = text("text/html") ?? text("image/svg+xml");
  if (html !== undefined) return `<div>${html}</div>`;
  for (const type of ["image/png", "image/jpeg"]) {
    const image = text(type);
    if (image !== undefined) return `<img alt="" src="data:${type};base64,${escape(image)}">`;
  }
  const prose = text("text/markdown");
  if (prose !== undefined) return markdown.parse(prose, { async: false });
  return pre(text("text/plain") ?? JSON.stringify(data), "plain");
}

function pre(text: string, style = ""): string {
  return `<pre class="${style}">${escape(stripVTControlCharacters(text))}</pre>`;
}

function page(title: string, body: string[]): string {
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>`,
    `<style>${STYLE}</style></head><body>`,
    ...body,
    "</body></html>\n",
  ].join("\n");
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
