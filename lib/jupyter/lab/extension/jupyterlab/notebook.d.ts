/** The parts of @jupyterlab/notebook that the extension uses; the package itself brings 60 MB of others. */
import type { Token } from "@lumino/coreutils";
import type { ISignal } from "@lumino/signaling";
import type { Widget } from "@lumino/widgets";
import type { RenderMime } from "@jupyterlab/rendermime";
import type { SessionContext } from "@jupyterlab/services";

/** An open notebook. */
export interface NotebookPanel extends Widget {
  readonly sessionContext: SessionContext;
  readonly content: Notebook;
  readonly context: { readonly ready: Promise<void> };
}

/** A notebook's cells. */
export interface Notebook extends Widget {
  readonly rendermime: RenderMime;
  readonly model: NotebookModel | null;
  readonly notebookConfig: unknown;
  /** The mime type of code cells, which the kernel names. */
  readonly codeMimetype: string;
  readonly modelChanged: ISignal<this, unknown>;
  readonly widgets: readonly NotebookCell[];
  readonly activeCell: NotebookCell | null;
}

/** A notebook's document. */
export interface NotebookModel {
  readonly cells: { readonly changed: ISignal<unknown, unknown> };
}

/** A cell with its editor and outputs. */
export interface NotebookCell extends Widget {
  readonly model: CellModel;
  readonly editor: {
    replaceSelection?(text: string): void;
    focus(): void;
  } | null;
}

/** A cell's document. */
export interface CellModel {
  readonly id: string;
  readonly type: "code" | "markdown" | "raw";
  readonly isDisposed: boolean;
  /** Of code cells. */
  readonly executionCount?: number | null;
  readonly sharedModel: { getSource(): string };
  /** By which the editor chooses its language. */
  mimeType: string;
  getMetadata(key: string): unknown;
  readonly contentChanged: ISignal<unknown, unknown>;
  readonly metadataChanged: ISignal<unknown, unknown>;
  readonly mimeTypeChanged: ISignal<unknown, unknown>;
}

/** A cell that ran. */
export interface ExecutedCell {
  readonly notebook: Notebook;
  readonly cell: NotebookCell;
  readonly success?: boolean;
  readonly error?:
    | { readonly errorName?: string; readonly errorValue?: string; readonly message?: string }
    | null;
}

/** Runs one cell, as the notebook's own commands do. @returns Whether it succeeded. */
export declare function runCell(options: {
  cell: NotebookCell;
  notebook: NotebookModel;
  notebookConfig: unknown;
  sessionContext: SessionContext;
  onCellExecuted(executed: Omit<ExecutedCell, "notebook">): void;
  onCellExecutionScheduled(scheduled: { cell: NotebookCell }): void;
}): Promise<boolean>;

export declare const NotebookActions: {
  /** Emitted after each cell that ran. */
  readonly executed: ISignal<unknown, ExecutedCell> & { emit(executed: ExecutedCell): void };
};

/** The notebooks that are open. */
export interface INotebookTracker {
  readonly widgetAdded: ISignal<this, NotebookPanel>;
  readonly currentWidget: NotebookPanel | null;
  readonly currentChanged: ISignal<this, NotebookPanel | null>;
  forEach(fn: (panel: NotebookPanel) => void): void;
}
export declare const INotebookTracker: Token<INotebookTracker>;
