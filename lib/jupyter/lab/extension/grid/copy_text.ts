/// <reference lib="dom" />
import { element } from "./elements.ts";

/**
 * Puts text on the clipboard.
 *
 * @param focus Has the focus afterwards.
 * @throws {Error} The browser does not allow it.
 */
export async function copyText(text: string, focus: HTMLElement): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  // A page that came by http from another machine.
  const area = element("textarea", { value: text });
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  focus.focus({ preventScroll: true });
  if (!isDone) throw new Error("the browser does not allow it on a page without HTTPS");
}
