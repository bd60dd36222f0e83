/** `GET /live`: answers as server-sent events. `POST /live/watch`: what a connection wants to see. */
import { type Context, Hono } from "hono";
import type { Page } from "../define_page.ts";
import type { PanelAnswer } from "./panel_answer.ts";
import type { SharedQueries } from "./shared_queries.ts";
import { readTopic } from "./topic.ts";

/** Options for {@linkcode liveRoutes}. */
export interface LiveOptions {
  pages: readonly Page[];
  queries: SharedQueries;
  /** Changes with the page's code: a browser that has another one loads it. */
  build: string;
  /** The address that a request comes from. */
  callerOf(context: Context): string;
  /** Maximum number of open connections. @default 1000 */
  connections?: number;
  /**
   * Maximum number of open connections of one caller: nobody can take all of them. A browser has one; behind
   * a proxy all browsers are one caller. @default 250
   */
  perCaller?: number;
  /** Maximum number of topics that a connection watches. @default 300 */
  topics?: number;
  /** Milliseconds between two signs of life. @default 10000 */
  beat?: number;
  /** The server's clock, in milliseconds since 1970. @default Date.now */
  now?: () => number;
}

/** The live side of the server. */
export interface Live {
  app: Hono;
  /** Ends all connections: the browsers then look for the next server. */
  close(): void;
}

const encoder = new TextEncoder();
/** An answer as JSON: once for all who see it. */
const encoded = new WeakMap<PanelAnswer, string>();

function jsonOf(answer: PanelAnswer): string {
  const known = encoded.get(answer) ?? JSON.stringify(answer);
  encoded.set(answer, known);
  return known;
}

/** One browser: the topics that it watches, and what it has not read yet. */
class Connection {
  readonly id = crypto.randomUUID();
  readonly stream: ReadableStream<Uint8Array>;
  #watched = new Map<string, () => void>();
  /** Events by what they are about: of a browser that reads slowly only the newest of each is kept. */
  #pending = new Map<string, string>();
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #closed = false;

  constructor(readonly onClose: (connection: Connection) => void) {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => this.#flush(),
      cancel: () => this.close(),
    }, { highWaterMark: 4 });
  }

  send(event: string, json: string, about = event): void {
    if (this.#closed) return;
    this.#pending.delete(about);
    this.#pending.set(about, `event: ${event}\ndata: ${json}\n\n`);
    this.#flush();
  }

  #flush(): void {
    if (this.#closed || (this.#controller.desiredSize ?? 0) <= 0 || this.#pending.size === 0) {
      return;
    }
    const all = [...this.#pending.values()].join("");
    this.#pending.clear();
    this.#controller.enqueue(encoder.encode(all));
  }

  /** Watches these topics and no others. @returns Those that cannot be watched. */
  watch(texts: readonly unknown[], { pages, queries }: LiveOptions): unknown[] {
    for (const [text, leave] of this.#watched) {
      if (texts.includes(text)) continue;
      leave();
      this.#watched.delete(text);
      this.#pending.delete(text);
    }
    return texts.filter((text) => {
      if (typeof text === "string" && this.#watched.has(text)) return false;
      const topic = readTopic(text, pages);
      const leave = topic && queries.join(topic, (answer) => {
        const json = `{"topic":${JSON.stringify(text)},"answer":${jsonOf(answer)}}`;
        this.send("answer", json, text as string);
      });
      if (leave) this.#watched.set(text as string, leave);
      return !leave;
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const leave of this.#watched.values()) leave();
    this.#watched.clear();
    this.#pending.clear();
    try {
      this.#controller.close();
    } catch {
      // The browser has ended it already.
    }
    this.onClose(this);
  }
}

/** Makes the routes. */
export function liveRoutes(options: LiveOptions): Live {
  const { build, callerOf, connections: most = 1000, perCaller = 250 } = options;
  const { topics = 300, beat = 10_000, now = Date.now } = options;
  const open = new Map<string, Connection>();
  /** Number of open connections. */
  const callers = new Map<string, number>();
  const app = new Hono();
  const headers = { "Cache-Control": "no-store" };

  app.get("/live", (context) => {
    const refuse = (status: 429 | 503, message: string) =>
      context.text(message, status, { ...headers, "Retry-After": "5" });
    if (open.size >= most) {
      return refuse(503, `${most} browsers are connected already: try again later`);
    }
    const caller = callerOf(context), own = callers.get(caller) ?? 0;
    if (own >= perCaller) {
      return refuse(
        429,
        `${perCaller} connections are open from your address, which is the limit: close a page`,
      );
    }
    callers.set(caller, own + 1);
    const connection = new Connection(({ id }) => {
      clearInterval(timer);
      open.delete(id);
      const left = callers.get(caller)! - 1;
      if (left > 0) callers.set(caller, left);
      else callers.delete(caller);
    });
    const timer = setInterval(() => connection.send("beat", String(now())), beat);
    open.set(connection.id, connection);
    connection.send("hello", JSON.stringify({ id: connection.id, build, now: now(), beat }));
    return context.body(connection.stream, 200, {
      ...headers,
      "Content-Type": "text/event-stream",
      "X-Accel-Buffering": "no",
    });
  });

  app.post("/live/watch", async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined); // answered below
    const { id, topics: wanted } = (body ?? {}) as { id?: unknown; topics?: unknown };
    if (typeof id !== "string" || !Array.isArray(wanted) || wanted.length > topics) {
      return context.json({ error: `Write {id, topics} with at most ${topics} topics` }, 400);
    }
    const connection = open.get(id);
    if (!connection) return context.json({ error: "There is no such connection" }, 404, headers);
    return context.json({ refused: connection.watch(wanted, options) }, 200, headers);
  });

  app.get("/live/clock", (context) => context.json({ now: now() }, 200, headers));

  return {
    app,
    close() {
      for (const connection of [...open.values()]) connection.close();
    },
  };
}
