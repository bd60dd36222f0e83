import { messageOf } from "../../errors.ts";

/** Options for {@linkcode startHeartbeat}. */
export interface HeartbeatOptions {
  /** Time between two heartbeats, in milliseconds. */
  every: number;
  /** Called when the group has started a rebalance or no longer knows the member. */
  onRebalance: () => void;
  log: (level: "debug", message: string) => void;
}

/**
 * Keeps a membership alive until it is disposed. A heartbeat that fails is only logged: the next one
 * may succeed, and if none does, the group goes on without the member and the next request says so.
 */
export function startHeartbeat(
  member: { heartbeat(): Promise<boolean> },
  { every, onRebalance, log }: HeartbeatOptions,
): Disposable {
  let inFlight = false, disposed = false;
  async function beat() {
    if (inFlight) return;
    inFlight = true;
    try {
      const isMember = await member.heartbeat();
      if (!isMember && !disposed) onRebalance();
    } catch (error) {
      log("debug", `heartbeat: ${messageOf(error)}`);
    } finally {
      inFlight = false;
    }
  }
  const timer = setInterval(beat, every);
  return {
    [Symbol.dispose]() {
      disposed = true;
      clearInterval(timer);
    },
  };
}
