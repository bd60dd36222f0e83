import { UnavailableError } from "../../errors.ts";
import type { Feed, Followed } from "./feed.ts";

/** What is followed, and why it is not newer. */
export interface PatientlyFollowed extends Followed {
  /** When the rows were asked for, milliseconds since 1970. */
  asked: number;
  /** Why the engine does not answer; the rows are the last that it gave. */
  unavailable?: string;
}

/** A feed that stands still while its engine cannot be reached, once it has given rows. */
export interface PatientFeed {
  /** @throws The first time what the feed throws; later only what is not {@linkcode UnavailableError}. */
  next(signal: AbortSignal): Promise<PatientlyFollowed>;
  close(): Promise<void>;
}

/** Makes a feed outlast a restart of its engine. */
export function patientFeed(feed: Feed): PatientFeed {
  let last: PatientlyFollowed | undefined;
  return {
    async next(signal) {
      const asked = Date.now();
      try {
        return last = { ...await feed.next(signal), asked };
      } catch (error) {
        if (!last || signal.aborted || !(error instanceof UnavailableError)) throw error;
        return { ...last, added: 0, unavailable: error.message };
      }
    },
    close: () => feed.close(),
  };
}
