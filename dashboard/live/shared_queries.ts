import type { PanelAnswer } from "./panel_answer.ts";
import type { KnownTopic } from "./topic.ts";

/** Called with each answer for a topic. */
export type Viewer = (answer: PanelAnswer) => void;

/** Options for {@linkcode sharedQueries}. */
export interface SharedQueriesOptions {
  /**
   * Asks for a panel's rows.
   *
   * @param meanwhile Takes what is known before the answer is.
   */
  ask(
    topic: KnownTopic,
    signal: AbortSignal,
    meanwhile: (answer: PanelAnswer) => void,
  ): Promise<PanelAnswer>;
  /** Maximum number of different topics at once. @default 1000 */
  most?: number;
  /** Milliseconds after which a query without refresh is tried again, if an engine was away. @default 2000 */
  again?: number;
  /** Called if `ask` throws, which only a fault does. @default console.error */
  log?: (line: string) => void;
}

/** The queries that run for viewers. */
export interface SharedQueries {
  /**
   * Answers a viewer from now on. The first viewer of a topic starts its query, the last one who leaves
   * cancels it.
   *
   * @returns To be called when the viewer leaves; undefined if too many topics are watched.
   */
  join(topic: KnownTopic, viewer: Viewer): (() => void) | undefined;
  /** Number of topics that are watched, and of viewers. */
  readonly size: { topics: number; viewers: number };
  close(): void;
}

/** Milliseconds for which an answer is new enough for a viewer who comes later. */
const FRESH = 1000;
/** A query that takes long may run half of the time. */
const SHARE = 1;

interface Watched {
  topic: KnownTopic;
  viewers: Set<Viewer>;
  /** Those that wait for the next answer although the topic is not asked for again. */
  waiting: Set<Viewer>;
  answer?: { answer: PanelAnswer; at: number };
  /** What is known before the first answer. */
  early?: PanelAnswer;
  run?: AbortController;
  timer?: ReturnType<typeof setTimeout>;
}

/** One query for each topic, however many look. */
export function sharedQueries(options: SharedQueriesOptions): SharedQueries {
  const { ask, most = 1000, again = 2000, log = console.error } = options;
  const watched = new Map<string, Watched>();

  async function run(one: Watched): Promise<void> {
    clearTimeout(one.timer);
    const control = one.run = new AbortController();
    const started = performance.now();
    try {
      const tell = (answer: PanelAnswer) => {
        for (const viewer of one.topic.refresh > 0 ? one.viewers : one.waiting) viewer(answer);
      };
      const answer = await ask(one.topic, control.signal, (early) => {
        // A whole answer stays until the next whole one.
        if (control.signal.aborted || one.answer?.answer.data) return;
        tell(one.early = early);
      });
      if (control.signal.aborted) return;
      one.answer = { answer, at: started };
      tell(answer);
      // Who asked once and got nothing still waits.
      const passes = answer.trouble?.kind === "away" || answer.trouble?.kind === "busy";
      if (!passes || answer.data) one.waiting.clear();
    } catch (error) {
      if (control.signal.aborted) return; // nobody looks any more
      log(`Fault while ${one.topic.page}/${one.topic.panel} was asked for: ${error}`);
    } finally {
      if (one.run === control) delete one.run;
      delete one.early;
    }
    const { refresh, panelOf } = one.topic;
    if (control.signal.aborted || (refresh === 0 && one.waiting.size === 0)) return;
    const pause = refresh === 0 ? again : Math.max(refresh, panelOf.every ?? 0) * 1000;
    const took = performance.now() - started;
    one.timer = setTimeout(() => void run(one), Math.max(pause - took, took * SHARE));
  }

  return {
    join(topic, viewer) {
      let one = watched.get(topic.key);
      if (!one) {
        if (watched.size >= most) return undefined;
        one = { topic, viewers: new Set(), waiting: new Set() };
        watched.set(topic.key, one);
      }
      const joined = one;
      joined.viewers.add(viewer);
      const { answer, run: running } = joined;
      const known = Math.max(topic.refresh * 1000, (topic.panelOf.every ?? 0) * 1000, FRESH);
      // A fault that is over must not be shown for the time that an answer is kept.
      const isKnown = answer && !answer.answer.trouble && performance.now() - answer.at < known;
      if (isKnown) viewer(answer.answer);
      else {
        joined.waiting.add(viewer);
        if (joined.early) viewer(joined.early);
        if (!running) void run(joined);
      }
      return () => {
        joined.viewers.delete(viewer);
        joined.waiting.delete(viewer);
        if (joined.viewers.size > 0 || watched.get(topic.key) !== joined) return;
        watched.delete(topic.key);
        clearTimeout(joined.timer);
        joined.run?.abort();
      };
    },
    get size() {
      const viewers = watched.values().reduce((sum, { viewers }) => sum + viewers.size, 0);
      return { topics: watched.size, viewers };
    },
    close() {
      for (const one of watched.values()) {
        clearTimeout(one.timer);
        one.run?.abort();
      }
      watched.clear();
    },
  };
}
