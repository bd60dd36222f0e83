import { LIVE_NOTE } from "../../jupyter/lab/extension/live/protocol.ts";
import type { Bundle } from "./bundle.ts";
import { escapeHtml } from "./html.ts";

/** A bundle with a line below it. */
export function withNote(bundle: Bundle | undefined, note: string): Bundle {
  const text = bundle ? `${bundle["text/plain"]}\n${note}` : note;
  const markup = bundle?.["text/html"] ??
    (bundle ? `<pre>${escapeHtml(bundle["text/plain"])}</pre>` : "");
  return {
    "text/html": `${markup}<p class="${LIVE_NOTE}" style="opacity:.7">${escapeHtml(note)}</p>`,
    "text/plain": text,
  };
}
