import type { Row } from "../questdb/answer.ts";
import { isQuery, isStream } from "../questdb/sql_template.ts";
import { type Bundle, DISPLAY, isDisplayable } from "./bundle.ts";
import { figureBundle, isFigure } from "./figure.ts";
import { escapeHtml } from "./html.ts";
import { table } from "./table.ts";

/** How anything is shown: figures drawn, rows, queries and streams as tables, the rest as text. */
export async function bundleOf(value: unknown): Promise<Bundle> {
  if (isDisplayable(value)) return onlyKnown(await value[DISPLAY]());
  if (isFigure(value)) return figureBundle(value);
  if (isQuery(value) || isStream(value) || isRows(value)) return await table(value)[DISPLAY]();
  const text = typeof value === "string" ? value : Deno.inspect(value, { colors: false });
  return { "text/html": `<pre>${escapeHtml(text)}</pre>`, "text/plain": text };
}

function isRows(value: unknown): value is Row[] {
  return Array.isArray(value) &&
    value.every((row) =>
      typeof row === "object" && row !== null && !Array.isArray(row) && !isDisplayable(row) &&
      !isFigure(row) && !(row instanceof Date)
    );
}

/** HTML and text alone: other types of a stranger's display are drawn badly by some front ends. */
function onlyKnown(bundle: Bundle): Bundle {
  const markup = bundle["text/html"];
  const text = bundle["text/plain"] ?? "(display)";
  return { ...markup === undefined ? {} : { "text/html": markup }, "text/plain": text };
}
