/// <reference lib="dom" />
import type { KernelComm, SessionContext } from "@jupyterlab/services";

/** What a page does with a comm to the kernel. */
export interface LinkOptions {
  /** The comm's target, which the library has registered in the kernel. */
  target: string;
  /** Sent when it opens. */
  data: object;
  /** Called with each message from the kernel. */
  received(data: Record<string, unknown>, buffers: Uint8Array[]): void;
  /** Called once when the kernel no longer answers: it was restarted, changed, or does not know the target. */
  lost(): void;
}

/** A page's comm to the kernel. */
export interface Link {
  send(data: object): void;
  /** Closes it on both sides. */
  close(): void;
}

/**
 * Opens a comm to a notebook's kernel. It is closed when the page goes away, so that the kernel can
 * forget what belongs to it.
 */
export function openLink(context: SessionContext, options: LinkOptions): Link {
  const kernel = context.session?.kernel;
  let comm: KernelComm | undefined;
  const close = () => {
    if (!comm) return;
    const last = comm;
    release();
    if (!last.isDisposed) last.close();
  };
  const release = () => {
    comm = undefined;
    removeEventListener("pagehide", close);
    kernel?.statusChanged.disconnect(onStatus);
    context.kernelChanged.disconnect(lose);
  };
  const lose = () => {
    if (!comm) return;
    release();
    options.lost();
  };
  const onStatus = (_: unknown, status: string) => {
    if (/restarting|terminating|dead/.test(status)) lose();
  };
  if (!kernel) {
    queueMicrotask(options.lost);
    return { send() {}, close() {} };
  }
  comm = kernel.createComm(options.target);
  comm.onMsg = ({ content, buffers = [] }) => options.received(content.data, buffers.map(bytesOf));
  comm.onClose = lose;
  comm.open(options.data);
  kernel.statusChanged.connect(onStatus);
  context.kernelChanged.connect(lose);
  addEventListener("pagehide", close);
  return {
    send(data) {
      if (comm && !comm.isDisposed) comm.send(data);
    },
    close,
  };
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
