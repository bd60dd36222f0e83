/** The parts of @jupyterlab/services and @jupyterlab/apputils that the extension uses. */
import type { ISignal } from "@lumino/signaling";

/** A message of a comm. */
export interface CommMessage {
  readonly content: { readonly data: Record<string, unknown> };
  readonly buffers?: (ArrayBuffer | ArrayBufferView)[];
}

/** JupyterLab's side of a comm. */
export interface KernelComm {
  onMsg: (message: CommMessage) => void;
  onClose: (message: CommMessage) => void;
  readonly isDisposed: boolean;
  open(data?: object): unknown;
  send(data: object): unknown;
  close(data?: object): unknown;
}

/** A connection to a kernel. */
export interface KernelConnection {
  readonly status: string;
  readonly statusChanged: ISignal<this, string>;
  /** Its kernel specification's name: `deno`. */
  readonly name: string;
  createComm(target: string, id?: string): KernelComm;
  requestExecute(content: {
    code: string;
    silent?: boolean;
    store_history?: boolean;
    stop_on_error?: boolean;
  }): {
    readonly done: Promise<
      { readonly content: { readonly status: string; readonly evalue?: string } }
    >;
  };
  registerCommTarget(
    target: string,
    opened: (comm: KernelComm, message: CommMessage) => void,
  ): void;
}

/** The kernel of an open notebook, which a person can change or restart. */
export interface SessionContext {
  readonly ready: Promise<void>;
  readonly session: { readonly kernel: KernelConnection | null } | null;
  readonly kernelChanged: ISignal<this, unknown>;
}
