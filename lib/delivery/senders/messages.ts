/** What the command and its senders tell each other. Streams go by their names. */
import type { QuestdbEndpoint } from "../../config.ts";
import type { Flag } from "../../cli_flags.ts";
import type { FeedFlags } from "../../feeds/feed.ts";
import type { Account } from "../../processing/account.ts";
import type { Share } from "../../simulators/simulator.ts";
import type { Rejection } from "../../streams/rejection.ts";

/** What a sender has to do; `limit` is that of all senders together, `rate` its own. */
export interface SenderJob {
  feed: string;
  flags: FeedFlags<Record<string, Flag>>;
  seed: number;
  start: string;
  share: Share;
  limit?: number | undefined;
  rate?: number | undefined;
  speed?: number | undefined;
  duration?: number | undefined;
  /** Rows of a batch. */
  batch?: number | undefined;
  /** Milliseconds to wait after a batch. */
  delay?: number | undefined;
  questdb: QuestdbEndpoint;
}

/** To a sender: begin, or end early with what has been sent. */
export type Order = "go" | "stop";

/** From a sender. The first is `ready`, the last `done` or `failed`. */
export type News =
  | { kind: "ready" }
  | { kind: "account"; account: Account; share?: number | undefined }
  | { kind: "log"; line: string }
  | { kind: "bad"; rejection: Omit<Rejection, "stream"> & { stream: string } }
  | { kind: "done"; accounts: Account[] }
  | { kind: "failed"; message: string; service?: string; address?: string };
