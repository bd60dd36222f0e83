import { AsyncLocalStorage } from "node:async_hooks";
import { describeError } from "./describe_error.ts";

/** Data of a comm's message: anything that JSON can hold. */
export type CommData = Record<string, unknown>;

/** Called with data and, if the front end sent some, bytes. A promise that it returns is watched. */
export type CommHandler = (data: CommData, buffers: Uint8Array[]) => void | Promise<void>;

/** One connection between the page and the kernel: messages in both directions until one side closes it. */
export interface Comm {
  readonly id: string;
  /** What it is for; the other side has registered this name. */
  readonly target: string;
  /** Sends a message to the page; does nothing once the comm is closed. */
  send(data: CommData, buffers?: Uint8Array[]): void;
  /** Sets what is done with the page's messages. They are handled in order of arrival, not one after the other: a slow handler holds up no other. */
  onMessage(handler: CommHandler): void;
  /** Sets what is done when the page closes it. */
  onClose(handler: CommHandler): void;
  /** Closes it on both sides. */
  close(data?: CommData): void;
}

/**
 * Jupyter's comms: https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages.
 *
 * Messages arrive also while a cell awaits. What a handler prints, and an error that it throws, is
 * shown under the cell that set it. A restart of the kernel ends all comms.
 */
export interface Comms {
  /** Sets what is done when the page opens a comm for this target; replaces an earlier handler. */
  register(target: string, opened: (comm: Comm, data: CommData) => void | Promise<void>): void;
  /** Opens a comm to a page that has registered the target. */
  open(target: string, data?: CommData): Comm;
}

/** A message as it is passed to {@linkcode openComms}`.receive`. */
export interface CommMessage {
  type: "comm_open" | "comm_msg" | "comm_close";
  content: { comm_id: string; target_name?: string; data?: CommData };
  /** In base64. */
  buffers?: string[];
}

/** Sends a message to all pages. */
export type SendComm = (
  type: CommMessage["type"],
  content: CommMessage["content"],
  buffers: Uint8Array[],
) => void;

type Handle = (...args: never[]) => void | Promise<void>;

interface OpenComm extends Comm {
  received?: CommHandler;
  closed?: CommHandler;
}

/** Keeps the comms of this kernel. `receive` handles a message from the page. */
export function openComms(
  sendMessage: SendComm,
): Comms & { receive(message: CommMessage): void } {
  const targets = new Map<string, (comm: Comm, data: CommData) => void>();
  const comms = new Map<string, OpenComm>();

  function make(id: string, target: string): OpenComm {
    const comm: OpenComm = {
      id,
      target,
      send(data, buffers = []) {
        if (comms.has(id)) sendMessage("comm_msg", { comm_id: id, data }, buffers);
      },
      onMessage: (handler) => comm.received = bound(handler),
      onClose: (handler) => comm.closed = bound(handler),
      close(data = {}) {
        if (comms.delete(id)) sendMessage("comm_close", { comm_id: id, data }, []);
      },
    };
    comms.set(id, comm);
    return comm;
  }

  return {
    register: (target, opened) => void targets.set(target, bound(opened)),
    open(target, data = {}) {
      const comm = make(crypto.randomUUID(), target);
      sendMessage("comm_open", { comm_id: comm.id, target_name: target, data }, []);
      return comm;
    },
    receive({ type, content, buffers = [] }) {
      const { comm_id: id, target_name: target = "", data = {} } = content;
      if (type === "comm_open") {
        const opened = targets.get(target);
        if (opened) opened(make(id, target), data);
        // As the protocol asks for a target that is not known.
        else sendMessage("comm_close", { comm_id: id, data: { unknownTarget: target } }, []);
        return;
      }
      const comm = comms.get(id);
      if (type === "comm_close") comms.delete(id);
      const bytes = buffers.map((text) => Uint8Array.fromBase64(text));
      (type === "comm_msg" ? comm?.received : comm?.closed)?.(data, bytes);
    },
  };
}

/** The handler, called as if by the code that set it: under that code's cell. Its errors are printed there. */
function bound<H extends Handle>(handler: H): (...args: Parameters<H>) => void {
  const inContext = AsyncLocalStorage.snapshot();
  return (...args) =>
    inContext(async () => {
      try {
        await handler(...args);
      } catch (error) {
        console.error(`Uncaught (in a comm's handler) ${describeError(error)}`);
      }
    });
}

/**
 * Reads the messages that the relay writes, one a line, to the pipe with this file descriptor. Not
 * standard input: child processes of a cell would read along.
 */
export async function readComms(
  descriptor: number,
  receive: (message: CommMessage) => void,
): Promise<void> {
  const pipe = await Deno.open(`/dev/fd/${descriptor}`);
  let rest = "";
  for await (const text of pipe.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) receive(JSON.parse(line));
  }
}
