/** Notebooks as files: nbformat 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html). */
import { basename } from "node:path";
import { messageOf } from "../../errors.ts";
import { markedSql } from "../code/sql_mark.ts";

/** An output of a cell. */
export type CellOutput =
  | { output_type: "stream"; name: string; text: string }
  | {
    output_type: "display_data" | "execute_result";
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
    execution_count?: number | null;
  }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** A cell. Texts are whole: the lines of the file are joined. */
export interface NotebookCell {
  id: string;
  cell_type: "code" | "markdown" | "raw";
  source: string;
  metadata: Record<string, unknown>;
  /** Code cells only. */
  outputs?: CellOutput[];
  /** Code cells only. */
  execution_count?: number | null;
  attachments?: unknown;
}

/** A notebook. */
export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}

/**
 * Parses the text of a notebook. Cells without an id, as before nbformat 4.5, are given one.
 *
 * @param name The file's name, for errors.
 * @throws {SyntaxError} The text is not a notebook of nbformat 4.
 */
export function parseNotebook(text: string, name: string): Notebook {
  const wrong = (reason: string) =>
    new SyntaxError(`Cannot read the notebook ${name}: ${reason}. Save it again in JupyterLab`);
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw wrong(`not JSON: ${messageOf(error)}`);
  }
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    throw wrong(`wanted nbformat 4 with cells, got nbformat ${notebook?.nbformat}`);
  }
  const cells = notebook.cells.map((cell, i): NotebookCell => {
    const source = joined(cell?.source);
    if (source === undefined || !["code", "markdown", "raw"].includes(cell.cell_type)) {
      throw wrong(`cell ${i + 1} of the file has no source or an unknown type`);
    }
    const id = cell.id ?? `cell-${i + 1}`;
    if (cell.cell_type !== "code") return { ...cell, id, source };
    const outputs = (cell.outputs ?? []).map(joinOutput);
    return { ...cell, id, source, outputs, execution_count: cell.execution_count ?? null };
  });
  const minor = Math.max(5, notebook.nbformat_minor);
  return { cells, metadata: notebook.metadata ?? {}, nbformat: 4, nbformat_minor: minor };
}

/** Formats a notebook as JupyterLab does: sorted keys, lines as lists, an indent of one space. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map(({ outputs, ...cell }) => ({
    ...cell,
    source: lines(cell.source),
    ...(outputs && { outputs: outputs.map(splitOutput) }),
  }));
  return `${JSON.stringify(sorted({ ...notebook, cells }), null, 1)}\n`;
}

/**
 * Reads a notebook from a file.
 *
 * @throws {SyntaxError} The file is not a notebook of nbformat 4.
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await Deno.readTextFile(path), basename(path));
}

/** The sources of the code cells; one with the tag `sql` says so in its text. */
export function codeCells(notebook: Notebook): string[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code").map(({ source, metadata }) =>
    hasSqlTag(metadata) ? markedSql(source) : source
  );
}

function hasSqlTag({ tags }: Record<string, unknown>): boolean {
  return Array.isArray(tags) && tags.includes("sql");
}

/** The text of a value that nbformat allows to be split into lines. */
function joined(text: unknown): string | undefined {
  if (typeof text === "string") return text;
  return Array.isArray(text) && text.every((line) => typeof line === "string")
    ? text.join("")
    : undefined;
}

function joinOutput(output: CellOutput): CellOutput {
  if (output.output_type === "stream") return { ...output, text: joined(output.text) ?? "" };
  if (!("data" in output)) return output;
  const data = Object.entries(output.data).map(([type, value]) => [type, joined(value) ?? value]);
  return { ...output, data: Object.fromEntries(data) };
}

function splitOutput(output: CellOutput): unknown {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  if (!("data" in output)) return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    typeof value === "string" && /^text\/|^image\/svg|json$/.test(type) ? lines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
