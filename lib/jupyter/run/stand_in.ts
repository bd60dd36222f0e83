import type { CellOutput } from "../ipynb/ipynb.ts";

/** Receives a display. `display` is its id; `update` replaces the display that has this id. */
export type TakeDisplay = (
  output: CellOutput,
  extra: { display?: string; update?: boolean },
) => void;

/** The key under which Deno's kernel looks for a value's own representation. */
const $display = Symbol.for("Jupyter.display");

/**
 * A `Deno.jupyter` outside Jupyter, so that a report shows charts and tables as a notebook does.
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
    async display(value: unknown, options: Deno.jupyter.DisplayOptions = {}) {
      const data = options.raw ? value : await format(value);
      const type = options.update ? "update_display_data" : "display_data";
      await broadcast(type, { data, transient: { display_id: options.display_id } });
    },
  };
}
