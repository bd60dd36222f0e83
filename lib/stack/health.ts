import { connectionFailure } from "../connection_failure.ts";
import { messageOf, type UnavailableError } from "../errors.ts";
import { tlsFailure } from "../tls_failure.ts";

/** Longest wait for one answer, milliseconds: a busy machine may need seconds. */
export const PATIENCE = 5_000;

/** An engine's answer in its own protocol, or why there is none. */
export type Health = {
  up: true;
  /** As `9.3.4`; null if the protocol does not report it. */
  version: string | null;
  /** Distinguishes this engine from another on the same port; null if it reports none. */
  id: string | null;
  /** It answers without a login, although it has users: an earlier version started it. */
  open?: boolean;
} | {
  up: false;
  reason: string;
  /** It answers, and refuses the login. */
  refused?: boolean;
  /** What to say of an engine that runs elsewhere. @default the reason, and the variable that names it */
  error?: UnavailableError;
};

/** A failed connection as a health. */
export function down(error: unknown): Health {
  const failure = connectionFailure(error);
  const reason = failure === "no answer" ? `no answer in ${PATIENCE / 1000} s` : failure;
  return { up: false, reason: reason ?? tlsFailure(error) ?? messageOf(error) };
}
