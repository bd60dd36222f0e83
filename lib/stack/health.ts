import { messageOf } from "../errors.ts";

/** Longest wait for one answer, milliseconds. */
export const PATIENCE = 2_000;

/** Either an engine answers, in its own protocol, or why it does not. */
export type Health = {
  up: true;
  /** As `9.3.4`; null where the protocol does not tell. */
  version: string | null;
  /** What tells this engine from another on the same port; null where it has none. */
  id: string | null;
} | { up: false; reason: string };

/** A failed connection as a health. */
export function down(error: unknown): Health {
  const text = messageOf(error);
  const reason = /refused/i.test(text)
    ? "connection refused"
    : /timed out|timeout/i.test(text)
    ? `no answer in ${PATIENCE / 1000} s`
    : text;
  return { up: false, reason };
}
