import { stripVTControlCharacters } from "node:util";
import { Marked } from "marked";
import type { CellOutput } from "../ipynb/ipynb.ts";
import type { NotebookFile } from "../ipynb/notebook_file.ts";
import { HIGHLIGHT_STYLE, highlighted } from "./highlight.ts";
import { countRun, type NotebookRun } from "./notebook_run.ts";

const STYLE = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  background: light-dark(#fff, #1b1e23); color: light-dark(#1b1e23, #d6dae0); overflow-wrap: anywhere; }
a { color: light-dark(#0550ae, #79c0ff); }
pre { overflow-x: auto; padding: .5rem .75rem; margin: .25rem 0; font: 13px/1.4 ui-monospace, monospace;
  overflow-wrap: normal; }
.code { background: color-mix(in srgb, currentColor 6%, transparent); border-radius: 4px; }
.output { overflow-x: auto; margin: .5rem 0; }
.output pre { padding: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 560px) { .trb-wide { display: none; } }
@media (min-width: 561px) { .trb-narrow { display: none; } }
.output pre.stderr, .output pre.error { border-left: 3px solid #c62828; padding-left: .75rem; }
.count { color: light-dark(#5f6771, #9aa4ae); font: 12px ui-monospace, monospace; }
table { border-collapse: collapse; } td, th { padding: .15rem .5rem; overflow-wrap: normal; }
body > table { display: block; overflow-x: auto; }
img { max-width: 100%; height: auto; }
@media (max-width: 480px) { body { margin: 1rem auto; padding: 0 .75rem; } h1 { font-size: 1.5rem; } }
${HIGHLIGHT_STYLE}`;

/** How a report looks. */
export interface ReportOptions {
  /** Shows the code of the cells, not only what they give. @default true */
  code?: boolean;
}

/** Where a link of prose may lead: to the web, an address or another file, but to no script. */
const LINK = /^(?:https?:\/\/|mailto:|[#./]|[\w%.-]+(?:[/?#.]|$))/i;

/** Prose of one page as HTML, and whether it has had its title. */
function proseOf(): { read(source: string): string; titled(): boolean } {
  let titled = false;
  const marked = new Marked({
    walkTokens(token) {
      if (token.type === "link" && !LINK.test(token.href)) token.href = "#";
    },
    renderer: {
      // A notebook's prose may not contain markup: `<` is shown as it is.
      html: ({ text }) => escape(text),
      code: ({ text, lang = "" }) =>
        /^(ts|js|typescript|javascript|sql)\b/.test(lang)
          ? code(text, lang.startsWith("sql") ? "sql" : "typescript")
          : pre(text, "code"),
      // The page has one title; further ones are headings of its parts.
      heading({ tokens, depth }) {
        const level = depth === 1 && titled ? 2 : depth;
        titled ||= depth === 1;
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
    },
  });
  return { read: (source) => marked.parse(source, { async: false }), titled: () => titled };
}

function code(source: string, language?: string): string {
  return `<pre class="code">${highlighted(source, language)}</pre>`;
}

/**
 * Formats a notebook with the outputs of a run as one page that needs nothing else. All text is
 * escaped; what the cells displayed as HTML or SVG stays as it is, as in Jupyter, with its scripts:
 * those of the charts are kept once.
 */
export function reportPage(
  { name, notebook }: NotebookFile,
  run: NotebookRun,
  { code: withCode = true }: ReportOptions = {},
): string {
  const prose = proseOf();
  let cell = 0;
  const parts = notebook.cells.map(({ cell_type, source }) => {
    if (cell_type === "markdown") return prose.read(source);
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
    const shown = [
      ...outputs.map((output) => show(output, prose.read)),
      ...failed.map(({ message }) => pre(message, "error")),
    ]
      .map((output) => `<div class="output">${output}</div>`);
    return [
      ...(withCode ? [`<div class="count">[${cell}]</div>`, code(source)] : []),
      ...shown,
    ].join("\n");
  });
  const title = prose.titled() ? [] : [`<h1>${escape(name)}</h1>`];
  const note = `<p class="count">${escape(`${name}: ${summary(run)}`)}</p>`;
  return page(name, [...title, ...onceEach(parts), note]);
}

/** Drops a long script that the page has already. */
function onceEach(parts: string[]): string[] {
  const known = new Set<string>();
  return parts.map((part) =>
    part.replace(/<script>(?:(?!<\/script>)[^])*<\/script>/g, (script) => {
      if (script.length < 1000) return script;
      if (known.has(script)) return "";
      known.add(script);
      return script;
    })
  );
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

function show(output: CellOutput, read: (prose: string) => string): string {
  if (output.output_type === "stream") return pre(output.text, output.name);
  if (output.output_type === "error") return pre(output.traceback.join("\n"), "error");
  const { data } = output;
  const text = (type: string) => typeof data[type] === "string" ? data[type] as string : undefined;
  const html = text("text/html") ?? text("image/svg+xml");
  if (html !== undefined) return html;
  for (const type of ["image/png", "image/jpeg"]) {
    const image = text(type);
    if (image !== undefined) return `<img alt="" src="data:${type};base64,${escape(image)}">`;
  }
  const prose = text("text/markdown");
  if (prose !== undefined) return read(prose);
  return pre(text("text/plain") ?? JSON.stringify(data), "plain");
}

function pre(text: string, style = ""): string {
  return `<pre class="${style}">${escape(stripVTControlCharacters(text))}</pre>`;
}

function page(title: string, body: string[]): string {
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${
      escape(title)
    }</title>`,
    `<style>${STYLE}</style></head><body>`,
    ...body,
    "</body></html>\n",
  ].join("\n");
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
