import type { Row } from "../../questdb/answer.ts";
import { isQuery, isStream } from "../../questdb/sql_template.ts";
import { type Bundle, DISPLAY, isDisplayable } from "./bundle.ts";
import { isFrame } from "../frame/frame_like.ts";
import { figureBundle, isFigure } from "./figure.ts";
import { escapeHtml } from "./html.ts";
import { table } from "./table.ts";

/** How any value is shown: figures as pictures, rows, queries and streams as tables, else text. */
export async function bundleOf(value: unknown): Promise<Bundle> {
  if (isDisplayable(value)) return onlyKnown(await value[DISPLAY]());
  if (isFigure(value)) return figureBundle(value);
  if (isQuery(value) || isStream(value) || isFrame(value) || isRows(value)) {
    return await table(value)[DISPLAY]();
  }
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

/** Only HTML and text: some front ends draw the other types of a foreign display badly. */
function onlyKnown(bundle: Bundle): Bundle {
  const markup = bundle["text/html"];
  const text = bundle["text/plain"] ?? "(display)";
  return { ...markup === undefined ? {} : { "text/html": markup }, "text/plain": text };
}
