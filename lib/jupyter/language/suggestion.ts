import { pointOfIndex } from "./positions.ts";
import { isShown } from "./shown_names.ts";

/** A text that could stand before the cursor. */
export interface Suggestion {
  text: string;
  /** The kind that JupyterLab shows: `function`, `property`, `table`, `column`, `keyword`. */
  type: string;
}

/** Suggestions for what stands from an index of the cell (UTF-16) to the cursor. */
export interface Suggestions {
  start: number;
  items: Suggestion[];
}

/** Maximum number of suggestions in a reply. */
const MOST = 500;

/** Jupyter's complete_reply. Without suggestions it is empty. */
export function completeReply(
  code: string,
  cursor: number,
  found: Suggestions | undefined,
): Record<string, unknown> {
  const start = pointOfIndex(code, found?.start ?? cursor);
  const end = pointOfIndex(code, cursor);
  const unique = new Map<string, Suggestion>();
  for (const item of found?.items ?? []) {
    if (isShown(item.text) && !unique.has(item.text)) unique.set(item.text, item);
  }
  const items = [...unique.values()].slice(0, MOST);
  return {
    status: "ok",
    matches: items.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: items.map(({ text, type }) => ({ start, end, text, type })),
    },
  };
}
