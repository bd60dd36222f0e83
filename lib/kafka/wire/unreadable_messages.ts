import type { BatchHeader } from "./batch_header.ts";
import type { IncomingMessage } from "./incoming_message.ts";

/** Offsets of one batch that are named one by one: more than our own batches hold. */
const MAX_NAMED = 1 << 17;

/** Stands in for a message that cannot be read, so that its offset is not passed over silently. */
class UnreadableMessage implements IncomingMessage {
  readonly key = null;
  readonly value = null;
  readonly headers = {};

  constructor(
    readonly offset: number,
    readonly timestamp: number,
    readonly unreadable: string,
  ) {}

  /** Not null, so that no reader takes it for a deletion. */
  text(): undefined {}
}

/**
 * A message with the reason for each offset of a batch from `from` on. Compaction may have removed
 * some records of the batch: the header says how many are left, not which, so the last ones are
 * named then. A batch of more than {@linkcode MAX_NAMED} is one message, at its last offset.
 */
export function* unreadableMessages(
  { base, last, count, intact, maxTimestamp }: BatchHeader,
  { from, reason }: { from: number; reason: string },
): Generator<IncomingMessage> {
  const span = last - Math.max(from, base) + 1;
  const left = intact ? Math.min(span, Math.max(1, count)) : span;
  const range = base === last ? `offset ${base}` : `offsets ${base} to ${last}`;
  const text = `cannot read the batch of ${range}: ${reason}`;
  const time = intact ? maxTimestamp : -1;
  for (let offset = left > MAX_NAMED ? last : last - left + 1; offset <= last; offset++) {
    yield new UnreadableMessage(offset, time, text);
  }
}
