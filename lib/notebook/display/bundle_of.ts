import { inspected, showAnswersWith } from "../../jupyter/prelude/answers.ts";
import { isQuery, isStream } from "../../questdb/sql_template.ts";
import { describeWindow } from "../../windows/describe.ts";
import { isWindow } from "../../windows/window.ts";
import { originOf } from "../query/rows_origin.ts";
import { sql } from "../query/sql.ts";
import { type Bundle, DISPLAY, isDisplayable } from "./bundle.ts";
import { isFrame } from "../frame/frame_like.ts";
import { figureBundle, isFigure } from "./figure.ts";
import { GRID_MIME } from "../../jupyter/lab/extension/grid/protocol.ts";
import { escapeHtml } from "./html.ts";
import { table } from "./table.ts";
import { isRowList, valueBundle } from "./value_bundle.ts";

/**
 * How any value is shown: figures as pictures, rows, queries, streams and collections as tables, a
 * promise as its value, else text.
 */
export async function bundleOf(value: unknown): Promise<Bundle> {
  if (isDisplayable(value)) return onlyKnown(await value[DISPLAY]());
  const known = libraryBundle(value);
  if (known) return await known;
  if (typeof (value as PromiseLike<unknown> | null)?.then === "function") {
    return await bundleOf(await value);
  }
  const plain = valueBundle(value);
  if (plain?.["text/html"] !== undefined) return plain;
  const text = typeof value === "string" ? value : plain?.["text/plain"] ?? inspected(value);
  return { "text/html": `<pre>${escapeHtml(text)}</pre>`, "text/plain": text };
}

// Also for the last expression of a cell.
showAnswersWith(libraryBundle as (value: unknown) => Promise<Record<string, unknown>> | undefined);

/** How a value of this library is shown; undefined for any other. */
function libraryBundle(value: unknown): Promise<Bundle> | undefined {
  if (isFigure(value)) return Promise.resolve(figureBundle(value));
  const windows = Array.isArray(value) ? value : [value];
  if (windows.length > 0 && windows.every(isWindow)) {
    return Promise.resolve(table(windows.map(describeWindow), { rows: windows.length })[DISPLAY]());
  }
  const rows = Array.isArray(value) && (originOf(value) !== undefined || isRowList(value));
  if (rows || isQuery(value) || isStream(value) || isFrame(value)) {
    return Promise.resolve(table(value)[DISPLAY]());
  }
  if (value === sql) {
    const text = "sql is a tag of template literals: write await sql`select …`";
    return Promise.resolve({ "text/plain": text });
  }
}

/** Only HTML, text and our own grid: some front ends draw the other types of a foreign display badly. */
function onlyKnown(bundle: Bundle): Bundle {
  const markup = bundle["text/html"];
  const text = bundle["text/plain"] ?? "(display)";
  const grid = bundle[GRID_MIME];
  return {
    ...markup === undefined ? {} : { "text/html": markup },
    "text/plain": text,
    ...grid === undefined ? {} : { [GRID_MIME]: grid },
  };
}
