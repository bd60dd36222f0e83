/// <reference lib="dom" />
/**
 * A worker that all pages of the browser share: HTTP/1.1 gives a browser six connections to a host, so
 * seven pages with one each would leave none for anything else.
 */
import { connect, type Connection } from "./live/connection.ts";
import type { LiveMessage, WatchMessage } from "./live/messages.ts";

/** A page that is heard of less often than this is closed or suspended, in milliseconds. */
const SILENT = 90_000;

interface Port {
  port: MessagePort;
  topics: string[];
  heard: number;
}

const ports = new Set<Port>();
let connection: Connection | undefined;

function receive(message: LiveMessage): void {
  for (const { port, topics } of ports) {
    if (!("topic" in message) || topics.includes(message.topic)) port.postMessage(message);
  }
}

function update(): void {
  connection ??= connect(receive);
  connection.watch([...ports].flatMap(({ topics }) => topics));
}

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  const one: Port = { port, topics: [], heard: Date.now() };
  port.onmessage = ({ data }: MessageEvent<WatchMessage>) => {
    one.heard = Date.now();
    if (!ports.has(one)) {
      ports.add(one);
      if (connection) {
        port.postMessage({ state: connection.state } satisfies LiveMessage);
        const { build } = connection;
        if (build) port.postMessage({ build } satisfies LiveMessage);
      }
    }
    const before = one.topics;
    one.topics = data.watch;
    connection?.retry();
    update();
    for (const topic of one.topics) {
      const answer = before.includes(topic) ? undefined : connection?.newest(topic);
      if (answer) port.postMessage({ topic, answer } satisfies LiveMessage);
    }
  };
});

setInterval(() => {
  for (const one of ports) if (Date.now() - one.heard > SILENT) ports.delete(one);
  if (connection) update();
}, SILENT / 3);
