/// <reference lib="dom" />
/** The connection to the server: one for all pages of the browser, kept up whatever happens to it. */
import type { PanelAnswer } from "../../live/panel_answer.ts";
import type { ConnectionState, LiveMessage } from "./messages.ts";

/** Milliseconds until the next attempt: the first ones are quick, as a server that restarts is away shortly. */
const PAUSES = [200, 500, 1000, 2000];
/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 5000;
/** Signs of life that may be missed. */
const MISSED = 2.5;

/** A connection. */
export interface Connection {
  /** Watches these topics and no others. */
  watch(topics: readonly string[]): void;
  /** The newest answer for a topic that is watched. */
  newest(topic: string): PanelAnswer | undefined;
  readonly state: ConnectionState;
  readonly build: string | undefined;
  /** Tries at once, if it is lost. */
  retry(): void;
  close(): void;
}

/** Connects, and goes on connecting. */
export function connect(onMessage: (message: LiveMessage) => void): Connection {
  let source: EventSource | undefined;
  let id: string | undefined;
  let wanted: readonly string[] = [];
  let sent = "";
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let beat = 10_000;
  let closed = false;
  const answers = new Map<string, PanelAnswer>();
  const connection = {
    state: { name: "connecting", since: Date.now() } as ConnectionState,
    build: undefined as string | undefined,
  };
  const become = (name: ConnectionState["name"]) => {
    if (connection.state.name === name) return;
    connection.state = { name, since: Date.now() };
    onMessage({ state: connection.state });
  };
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => lost(), beat * MISSED);
  };

  function open(): void {
    clearTimeout(timer);
    source?.close();
    const own = source = new EventSource("/live");
    alive();
    own.addEventListener("hello", ({ data }) => {
      const hello = JSON.parse(data) as { id: string; build: string; beat: number };
      id = hello.id;
      beat = hello.beat;
      failures = 0;
      sent = "";
      alive();
      become("open");
      connection.build = hello.build;
      onMessage({ build: hello.build });
      void send();
    });
    own.addEventListener("beat", alive);
    own.addEventListener("answer", ({ data }) => {
      alive();
      const { topic, answer } = JSON.parse(data) as { topic: string; answer: PanelAnswer };
      if (!wanted.includes(topic)) return;
      answers.set(topic, answer);
      onMessage({ topic, answer });
    });
    own.addEventListener("error", () => {
      if (source === own) lost();
    });
  }

  function lost(): void {
    source?.close();
    source = undefined;
    id = undefined;
    clearTimeout(watchdog);
    if (closed) return;
    become(connection.state.name === "refused" ? "refused" : "lost");
    clearTimeout(timer);
    timer = setTimeout(attempt, PAUSES[Math.min(failures++, PAUSES.length - 1)]);
  }

  /** An EventSource does not tell why it failed, so the server is asked for something small first. */
  async function attempt(): Promise<void> {
    try {
      const { status } = await fetch("/live/clock", { signal: AbortSignal.timeout(PATIENCE) });
      if (status === 401) become("refused");
      if (status !== 200) return lost();
      open();
    } catch {
      lost();
    }
  }

  async function send(): Promise<void> {
    const topics = JSON.stringify(wanted);
    if (id === undefined || topics === sent) return;
    sent = topics;
    const own = id;
    try {
      const answer = await fetch("/live/watch", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: `{"id":${JSON.stringify(own)},"topics":${topics}}`,
      });
      if (own !== id) return;
      if (!answer.ok) throw new Error(`watch: ${answer.status}`);
      const { refused } = await answer.json() as { refused: string[] };
      if (refused.length > 0) onMessage({ unknown: refused });
      if (sent === topics) return;
    } catch {
      if (own === id) lost();
    }
  }

  open();
  return {
    watch(topics) {
      wanted = [...new Set(topics)].sort();
      for (const topic of answers.keys()) if (!wanted.includes(topic)) answers.delete(topic);
      void send();
    },
    newest: (topic) => answers.get(topic),
    get state() {
      return connection.state;
    },
    get build() {
      return connection.build;
    },
    retry() {
      if (source || closed) return;
      failures = 0;
      clearTimeout(timer);
      void attempt();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(watchdog);
      source?.close();
      source = undefined;
    },
  };
}
