/** The parts of @jupyterlab/notebook that the extension uses; the package itself brings 60 MB of others. */
import type { Token } from "@lumino/coreutils";
import type { ISignal } from "@lumino/signaling";
import type { Widget } from "@lumino/widgets";
import type { RenderMime } from "@jupyterlab/rendermime";
import type { SessionContext } from "@jupyterlab/services";

/** An open notebook. */
export interface NotebookPanel extends Widget {
  readonly sessionContext: SessionContext;
  readonly content: Widget & { readonly rendermime: RenderMime };
}

/** The notebooks that are open. */
export interface INotebookTracker {
  readonly widgetAdded: ISignal<this, NotebookPanel>;
  forEach(fn: (panel: NotebookPanel) => void): void;
}
export declare const INotebookTracker: Token<INotebookTracker>;
