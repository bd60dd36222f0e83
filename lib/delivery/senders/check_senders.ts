import { UsageError } from "../../errors.ts";
import type { Feed } from "../../feeds/feed.ts";

/** The most senders: each is a worker with connections of its own. */
const MOST = 64;

/** The flags of `ingest` that senders depend on. */
export interface SenderFlags {
  senders: number;
  batch?: number | undefined;
  delay?: number | undefined;
  simulate?: boolean | undefined;
  via?: string | undefined;
  time?: string | undefined;
}

/**
 * The number of senders, their batch and their delay.
 *
 * @throws {UsageError} One of them is out of range, or does not go with the other flags or the feed.
 */
export function checkSenders(
  feed: Feed,
  { senders, batch, delay, simulate, via, time }: SenderFlags,
): Pick<SenderFlags, "senders" | "batch" | "delay"> {
  const used = [
    ...senders !== 1 ? ["--senders"] : [],
    ...batch !== undefined ? ["--batch"] : [],
    ...delay !== undefined ? ["--delay"] : [],
  ];
  if (used.length > 0 && !(simulate && via === "direct")) {
    throw new UsageError(
      `Cannot use ${used.join(", ")}: only simulated records that go past Kafka are sent so. ` +
        "Add --simulate --via direct",
    );
  }
  if (!(senders >= 1 && senders <= MOST)) {
    throw new UsageError(`Cannot use --senders ${senders}: write 1 to ${MOST}`);
  }
  if (batch === 0) throw new UsageError("Cannot use --batch 0: write 1 or more");
  if (senders > 1 && !feed.divisible) {
    throw new UsageError(
      `Cannot use --senders ${senders} with ${feed.name}: each of its records depends on those before it`,
    );
  }
  if (senders > 1 && time === "arrival") {
    throw new UsageError("Cannot use --senders with --time arrival: use one sender");
  }
  return { senders, batch, delay };
}
