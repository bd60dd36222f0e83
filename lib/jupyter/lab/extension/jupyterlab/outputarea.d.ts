/** The parts of @jupyterlab/outputarea that the extension uses. */
import type { Widget } from "@lumino/widgets";
import type { RenderMime } from "@jupyterlab/rendermime";

export declare class OutputAreaModel {
  constructor(options: { trusted: boolean });
}

/** Shows the outputs of a request. */
export declare class OutputArea extends Widget {
  constructor(options: { model: OutputAreaModel; rendermime: RenderMime });
  future: unknown;
}
