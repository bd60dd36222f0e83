/// <reference lib="dom" />
import { connect } from "./connection.ts";
import type { LiveMessage, WatchMessage } from "./messages.ts";

/** A page's side of the connection. */
export interface LiveClient {
  /** Shows these topics from now on. */
  watch(topics: readonly string[]): void;
}

/** Milliseconds between two signs of life. */
const LIFE = 5000;
/** A page that is hidden for so long watches nothing, in milliseconds. */
const HIDDEN = 20_000;

/** Connects through the worker that all pages share, or directly in a browser that has none. */
export function liveClient(
  { worker, onMessage }: { worker: string; onMessage(message: LiveMessage): void },
): LiveClient {
  let topics: readonly string[] = [];
  let hidden = document.hidden;
  const send = open(worker, onMessage);
  const say = () => send(hidden ? [] : topics);
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        hidden = true;
        say();
      }, send.isShared ? HIDDEN : 0);
    } else {
      hidden = false;
      say();
    }
  });
  addEventListener("pagehide", () => send([]));
  addEventListener("pageshow", say);
  addEventListener("online", say);
  setInterval(say, LIFE);
  return {
    watch(wanted) {
      topics = wanted;
      say();
    },
  };
}

type Send = ((topics: readonly string[]) => void) & { isShared: boolean };

function open(worker: string, onMessage: (message: LiveMessage) => void): Send {
  if ("SharedWorker" in globalThis) {
    // Named by its path, which changes with the build: pages of another build have another worker.
    const { port } = new SharedWorker(worker, { type: "module", name: worker });
    port.onmessage = ({ data }: MessageEvent<LiveMessage>) => onMessage(data);
    port.start();
    const send = (topics: readonly string[]) =>
      port.postMessage({ watch: [...topics] } satisfies WatchMessage);
    return Object.assign(send, { isShared: true });
  }
  // As on some telephones: the connection is there only while the page is seen, so that hidden pages
  // take none of the six that a host has.
  let connection: ReturnType<typeof connect> | undefined;
  const send = (topics: readonly string[]) => {
    if (topics.length === 0) {
      connection?.close();
      connection = undefined;
      return;
    }
    connection ??= connect(onMessage);
    connection.retry();
    connection.watch(topics);
  };
  return Object.assign(send, { isShared: false });
}
