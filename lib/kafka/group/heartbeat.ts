import { messageOf } from "../../errors.ts";
import { pause } from "../patience.ts";

/** Options for {@linkcode startHeartbeat}. */
export interface HeartbeatOptions {
  /** Time between two heartbeats, in milliseconds. */
  every: number;
  /** Called when the group has started a rebalance or no longer knows the member. */
  onRebalance: () => void;
  log: (level: "debug", message: string) => void;
}

/** The heartbeats of one membership, until it is disposed. */
export interface Heartbeat extends Disposable {
  /**
   * Sends a heartbeat now if one is due, and waits for its answer, but at most for `every`. To be called now
   * and then by a loop that computes: while it does, no timer fires.
   */
  keepUp(): Promise<void> | void;
}

/**
 * Keeps a membership alive until it is disposed. A heartbeat that fails is only logged: the next one
 * may succeed, and if none does, the group goes on without the member and the next request says so.
 */
export function startHeartbeat(
  member: { heartbeat(): Promise<boolean> },
  { every, onRebalance, log }: HeartbeatOptions,
): Heartbeat {
  let inFlight: Promise<void> | undefined;
  let disposed = false, last = performance.now();
  async function beat() {
    try {
      const isMember = await member.heartbeat();
      if (!isMember && !disposed) onRebalance();
    } catch (error) {
      log("debug", `heartbeat: ${messageOf(error)}`);
    } finally {
      inFlight = undefined;
    }
  }
  function beatOnce() {
    if (inFlight === undefined) last = performance.now();
    return inFlight ??= beat();
  }
  const timer = setInterval(beatOnce, every);
  return {
    keepUp() {
      if (performance.now() - last < every) return;
      const answered = new AbortController();
      return Promise.race([
        beatOnce().finally(() => answered.abort()),
        pause(every, answered.signal),
      ]);
    },
    [Symbol.dispose]() {
      disposed = true;
      clearInterval(timer);
    },
  };
}
