import type { ConnectorState } from "../connect/states.ts";
import type { ConnectorSlot } from "./capture.ts";

/** A replication slot for people. */
export interface SlotText {
  /** Whose it is, whether it is read, how much the server keeps for it. */
  line: string;
  /** What to do about one that nobody reads, as it makes the server keep more and more. */
  hint?: string;
}

/**
 * Describes a replication slot. The task of a paused connector holds its slot, and reads nothing from it.
 *
 * @param state The connector's; undefined if it has none.
 */
export function describeSlot(
  { name, active, retainedBytes, walStatus, connector }: ConnectorSlot,
  state: ConnectorState["state"] | undefined,
): SlotText {
  const isRead = active && (connector === null || state === "RUNNING");
  const whose = connector === null ? "no connector's" : `${connector}'s`;
  const bytes = retainedBytes.toLocaleString("en");
  const line = `Replication slot ${name} (${whose}): ${isRead ? "read now" : "NOT READ"}, ` +
    `keeps ${bytes} bytes of changes (${walStatus})`;
  if (isRead) return { line };
  const kept = `PostgreSQL keeps changes for ${name}`;
  if (connector === null) {
    return {
      line,
      hint:
        `${kept}, and nobody will read them. Drop it: select pg_drop_replication_slot('${name}')`,
    };
  }
  const verb = state === "PAUSED" || state === "STOPPED" ? "resume" : "restart";
  return {
    line,
    hint: `${kept} until its connector reads them: deno task connect ${verb} ${connector}, or ` +
      `deno task connect delete ${connector}, which drops it`,
  };
}
