import { cellText } from "../../csv_write.ts";
import { type Bundle, DISPLAY, type Displayable } from "./bundle.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text escaped for HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A piece of HTML that is shown as HTML; everything else is escaped. */
export class Html implements Displayable {
  readonly html: string;
  readonly #text: string | undefined;

  /**
   * @param html Not escaped: values from data must be escaped before.
   * @param text Shown outside Jupyter. @default the HTML without its tags
   */
  constructor(html: string, text?: string) {
    this.html = html;
    this.#text = text;
  }

  /** The text shown outside Jupyter. */
  get text(): string {
    return this.#text ?? plainText(this.html);
  }

  [DISPLAY](): Bundle {
    return { "text/html": this.html, "text/plain": this.text };
  }
}

/**
 * HTML with values in it: `` html`<b>${name}</b>` ``. A value is escaped, another piece of `html`
 * is inserted as it is, the items of a list are joined, null and undefined are empty.
 */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(strings.reduce((text, part, i) => text + piece(values[i - 1]) + part));
}

function piece(value: unknown): string {
  if (value instanceof Html) return value.html;
  if (Array.isArray(value)) return value.map(piece).join("");
  return escapeHtml(cellText(value));
}

function plainText(markup: string): string {
  const names: Record<string, string> = Object.fromEntries(
    Object.entries(ENTITIES).map(([character, entity]) => [entity, character]),
  );
  return markup
    .replace(/<(style|script|svg)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/\s+/g, " ")
    .replace(/<\/(p|div|tr|h[1-6]|li|table)>|<br *\/?>/gi, "\n")
    .replace(/<\/t[dh]>/gi, "  ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => names[entity]!)
    .split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n");
}
