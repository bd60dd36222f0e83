import { UnavailableError } from "../errors.ts";

/** An engine cannot be started: why, and what to do. */
export function startError({ title }: { title: string }, reason: string): UnavailableError {
  return new UnavailableError(`Cannot start ${title}: ${reason}`, {
    service: title,
    address: "127.0.0.1",
  });
}
