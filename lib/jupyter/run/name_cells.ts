import type { ExtractedModule } from "../code/extract_module.ts";

/**
 * Replaces the places in a notebook's module, at `url`, by those in the notebook, and removes the
 * frames of what runs it and of Deno itself, as in the kernel.
 */
export function nameCells(text: string, { places }: ExtractedModule, url: string): string {
  return text.replaceAll(/\n +at [^\n]*(\/jupyter\/(run\/harness|prelude\/\w+)\.ts|\bext:)\S*/g, "")
    .replaceAll(
      new RegExp(`${RegExp.escape(url)}:(\\d+)(?::\\d+)?`, "g"),
      (found, line) => {
        const place = places[Number(line) - 1];
        return place ? `cell [${place.cell}], line ${place.line}` : found;
      },
    );
}
