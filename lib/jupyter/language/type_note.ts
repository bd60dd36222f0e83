import type { TypeError } from "./type_errors.ts";

/** Maximum number of errors that a note names. */
const MOST = 3;

/** The longest message. */
const LONGEST = 240;

/** The note under a cell with type errors, as Jupyter's MIME bundle; undefined without errors. */
export function typeNote(errors: readonly TypeError[]): Record<string, string> | undefined {
  if (errors.length === 0) return undefined;
  const lines = errors.slice(0, MOST).map(({ line, message }) => {
    const text = message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
    return `line ${line}: ${text}`;
  });
  if (errors.length > MOST) lines.push(`… ${errors.length - MOST} more`);
  const [first, ...rest] = lines;
  const style = "font: 12px/1.4 var(--jp-code-font-family, monospace); " +
    "color: var(--jp-ui-font-color2, #808080); white-space: pre-wrap; overflow-wrap: anywhere";
  const html = [`<span>Types: ${escaped(first!)}</span>`, ...rest.map(escaped)].join("\n");
  return {
    "text/html": `<div class="tributary-types" style="${style}">${html}</div>`,
    "text/plain": [`Types: ${first}`, ...rest].join("\n"),
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
