import type { KafkaClient } from "./client.ts";
import { disconnect } from "./disconnect.ts";
import { fetchOnce } from "./group/fetch.ts";
import { describeTopics } from "./topic_admin.ts";
import type { IncomingBatch, Position } from "./wire/fetch_request.ts";

/** Options for {@linkcode readTopic}: where to begin and when to end. */
export interface ReadTopicOptions {
  /**
   * Where to begin: a number is an offset in each partition, or its first message after it; a map has an
   * offset for each. @default "earliest"
   */
  from?: "earliest" | "latest" | number | ReadonlyMap<number, number>;
  /** Offsets before which to end, by partition. @default after the last message that exists now */
  to?: ReadonlyMap<number, number>;
  /** Reads this partition alone. @default all */
  partition?: number;
  /** Go on with new messages instead of ending at the last one that exists now. @default false */
  follow?: boolean;
  /** Called once, with `follow`, when all that exists has been read. */
  onWaiting?: () => void;
  /** Ends the reading, without an error. */
  signal?: AbortSignal;
}

/**
 * Reads a topic without a consumer group: nothing is committed and no consumer is affected.
 *
 * @throws {Error} There is no such topic.
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function* readTopic(
  kafka: KafkaClient,
  topic: string,
  options: ReadTopicOptions = {},
): AsyncGenerator<IncomingBatch> {
  const { from = "earliest", to, partition: only, follow = false, signal } = options;
  let { onWaiting } = options;
  const [info] = await describeTopics(kafka, [topic]);
  const partitions = info!.partitions
    .filter(({ partition }) => only === undefined || partition === only);
  const ends = new Map(
    partitions.map((
      { partition, end },
    ) => [partition, Math.min(end, to?.get(partition) ?? end)]),
  );
  const startOf = (partition: number) => typeof from === "object" ? from.get(partition) ?? 0 : from;
  let open: Position[] = partitions.map(({ partition, start, end }) => ({
    topic,
    partition,
    offset: placeIn({ start, end }, startOf(partition)),
  }));
  const isOpen = ({ partition, offset }: Position) => follow || offset < ends.get(partition)!;
  const limits = { maxBytesPerPartition: 1 << 20, maxBytes: 4 << 20, minBytes: 1, maxWait: 250 };
  const cluster = kafka.newCluster();
  try {
    await kafka.retry(`read ${topic}`, async () => {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
    });
    for (open = open.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
      if (signal?.aborted) return;
      if (onWaiting && open.every(({ partition, offset }) => offset >= ends.get(partition)!)) {
        if (follow) onWaiting();
        onWaiting = undefined;
      }
      const batches = await kafka.retry(`read ${topic}`, () => fetchOnce(cluster, open, limits));
      for (const batch of batches) {
        const position = open.find(({ partition }) => partition === batch.partition)!;
        position.offset = batch.nextOffset;
        const wanted = ends.get(batch.partition)!;
        // A transaction that is open: readers may not see what follows, perhaps for hours.
        if (batch.nextOffset >= batch.highWatermark && batch.nextOffset < wanted) {
          ends.set(batch.partition, batch.nextOffset);
        }
        const end = follow ? Infinity : wanted;
        const messages = batch.messages.filter(({ offset }) => offset < end);
        if (messages.length > 0) yield { ...batch, messages };
      }
    }
  } finally {
    await disconnect(cluster, kafka.log);
  }
}

function placeIn(
  { start, end }: { start: number; end: number },
  from: "earliest" | "latest" | number,
): number {
  return from === "earliest" ? start : from === "latest" ? end : Math.max(start, from);
}
