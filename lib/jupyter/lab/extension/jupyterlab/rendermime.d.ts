/** The parts of @jupyterlab/rendermime that the extension uses. */
import type { Widget } from "@lumino/widgets";

/** An output's data by mime type. */
export interface MimeModel {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly trusted: boolean;
}

/** A widget that shows an output. */
export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

/** How outputs of some mime types are shown. */
export interface RendererFactory {
  /** Whether it is safe to show data from others' notebooks. */
  readonly safe: boolean;
  readonly mimeTypes: string[];
  createRenderer(options: { mimeType: string }): Renderer;
}

/** The renderers of one notebook. */
export interface RenderMime {
  /** @param rank The lowest is preferred; HTML has 50. */
  addFactory(factory: RendererFactory, rank?: number): void;
  createRenderer(mimeType: string): Renderer;
}
