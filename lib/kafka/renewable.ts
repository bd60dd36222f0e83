import { disconnect } from "./disconnect.ts";
import { isTransient, kafkaCode } from "./errors.ts";

/** Connections of kafkajs. */
interface Connections {
  /** Resolves at once if they are open. */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Connections that are replaced after one of them failed. */
export interface Renewable<C extends Connections> {
  /** Those of now. */
  readonly now: C;
  /** Opens them if need be, and uses them. @throws What `work` throws, or that they cannot be opened. */
  use<T>(work: (connections: C) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Connections that are replaced by new ones after one of them failed: kafkajs does not look up the
 * brokers' addresses again, and a broker may be back at another one.
 *
 * @param make Prepares connections; they are opened when they are first used.
 */
export function renewable<C extends Connections>(
  make: () => C,
  log: (level: "debug", message: string) => void,
): Renewable<C> {
  let now = make();
  return {
    get now() {
      return now;
    },
    async use(work) {
      const mine = now;
      try {
        await mine.connect();
        return await work(mine);
      } catch (error) {
        const failed = isTransient(error) && kafkaCode(error) === undefined;
        if (failed && mine === now) {
          now = make();
          void disconnect(mine, log); // not awaited, as it may hang
        }
        throw error;
      }
    },
    close: () => disconnect(now, log),
  };
}
