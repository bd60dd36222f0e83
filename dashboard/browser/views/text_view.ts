/// <reference lib="dom" />
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import type { Place, ShownView } from "./shown_view.ts";

/** The column `text` of each row as a paragraph. */
export function textView({ box }: Place): ShownView {
  return {
    update({ rows }) {
      box.replaceChildren(...rows.map(({ text }) => element("p", {}, String(text ?? ""))));
    },
  };
}
