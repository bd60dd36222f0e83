import { messageOf } from "../../errors.ts";
import { maybeSameTopic } from "../topic_ids.ts";

/** Options for {@linkcode watchTopics}. */
export interface TopicWatchOptions {
  /** The topics' ids when they began to be read. */
  known: Map<string, string>;
  /** Time between two looks, in milliseconds. */
  every: number;
  /** Called once: a topic was deleted, or deleted and made again. */
  onChange: (topic: string) => void;
  log: (level: "debug", message: string) => void;
}

/**
 * Looks now and then whether topics are still those that are read, until it is disposed. A look that
 * fails is only logged: the next one may succeed.
 *
 * @param look Asks for the ids of the topics that exist.
 */
export function watchTopics(
  look: () => Promise<Map<string, string>>,
  { known, every, onChange, log }: TopicWatchOptions,
): Disposable {
  let looking = false, over = false;
  async function check() {
    if (looking) return;
    looking = true;
    try {
      const found = await look();
      const changed = [...known].find(([topic, id]) => {
        const now = found.get(topic);
        return now === undefined || !maybeSameTopic(id, now);
      });
      if (changed && !over) {
        over = true;
        onChange(changed[0]);
      }
    } catch (error) {
      log("debug", `look at the topics: ${messageOf(error)}`);
    } finally {
      looking = false;
    }
  }
  const timer = setInterval(() => void check(), every);
  return {
    [Symbol.dispose]() {
      over = true;
      clearInterval(timer);
    },
  };
}
