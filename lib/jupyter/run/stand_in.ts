import type { CellOutput } from "../ipynb/ipynb.ts";

/** Receives a display. `display` is its id; `update` replaces the display that has this id. */
export type TakeDisplay = (
  output: CellOutput,
  extra: { display?: string; update?: boolean },
) => void;

/** The key under which Deno's kernel looks for a value's own representation. */
const $display = Symbol.for("Jupyter.display");

/**
 * A `Deno.jupyter` outside Jupyter, so that a notebook shows the same without a kernel.
 *
 * @param take Called with each display.
 */
export function standIn(take: TakeDisplay): Record<string, unknown> {
  const bundle = (type: string) => (parts: TemplateStringsArray, ...values: unknown[]) => ({
    [$display]: () => ({ [type]: String.raw({ raw: parts }, ...values) }),
  });
  async function format(value: unknown): Promise<Record<string, unknown>> {
    const own = (value as Record<symbol, () => unknown> | null | undefined)?.[$display];
    if (own) return await own.call(value) as Record<string, unknown>;
    const markup = (value as { outerHTML?: unknown } | null | undefined)?.outerHTML;
    if (typeof markup === "string") {
      return { [/^<svg\b/.test(markup) ? "image/svg+xml" : "text/html"]: markup };
    }
    return { "text/plain": Deno.inspect(value, { colors: false }) };
  }
  function broadcast(type: string, content: Record<string, unknown>): Promise<void> {
    const { data, metadata = {}, transient } = content as {
      data: Record<string, unknown>;
      metadata?: Record<string, unknown>;
      transient?: { display_id?: string };
    };
    if (type === "display_data" || type === "update_display_data") {
      take({ output_type: "display_data", data, metadata }, {
        display: transient?.display_id,
        update: type === "update_display_data",
      });
    }
    return Promise.resolve();
  }
  return {
    $display,
    format,
    broadcast,
    html: bundle("text/html"),
    md: bundle("text/markdown"),
    svg: bundle("image/svg+xml"),
    image(source: string | Uint8Array) {
      const bytes = typeof source === "string" ? Deno.readFileSync(source) : source;
      const type = typeOfImage(bytes);
      return { [$display]: () => ({ [type]: bytes.toBase64() }) };
    },
    async display(value: unknown, options: Deno.jupyter.DisplayOptions = {}) {
      const data = options.raw ? value : await format(value);
      const type = options.update ? "update_display_data" : "display_data";
      await broadcast(type, { data, transient: { display_id: options.display_id } });
    },
  };
}

/** The type by the first bytes of a file. */
function typeOfImage(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return "image/png";
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return "image/jpeg";
  throw new TypeError("Cannot show an image that is neither PNG nor JPEG");
}
