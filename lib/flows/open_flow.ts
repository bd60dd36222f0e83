import type { KafkaClient } from "../kafka/client.ts";
import type { consume, SkippedOffsets } from "../kafka/consumer.ts";
import { openProducer } from "../kafka/producer.ts";
import { readTopic } from "../kafka/read.ts";
import { openTopicTail, type TopicTail } from "../kafka/topic_tail.ts";
import type { TopicWritten } from "../kafka/producer.ts";
import { attemptsOf } from "../processing/dead_letter_headers.ts";
import { type DeadLetterOutput, deadLetterOutput } from "../processing/dead_letter_output.ts";
import { timeOf } from "../processing/message_time.ts";
import { type Processor, type RunningProcessor, startProcessor } from "../processing/processor.ts";
import { resentFrom } from "../processing/resent_letters.ts";
import { topicOutput } from "../processing/topic_output.ts";
import { sleep } from "../retry.ts";
import { removeDead } from "../stack/machine/dead_members.ts";
import { showLife } from "../stack/machine/life_sign.ts";
import { reject, type Rejection } from "../streams/rejection.ts";
import type { FieldError } from "../streams/check.ts";
import type { Stream } from "../streams/stream.ts";
import type { Flow } from "./define.ts";
import { type FlowOrigin, type FlowTable, FlowTask } from "./flow_task.ts";

/** Options for {@linkcode openFlow}: what to call, how long to wait. */
export interface FlowRunOptions {
  kafka: KafkaClient;
  /** Ends the wait for a Kafka that is away. */
  signal?: AbortSignal | undefined;
  /** How long a record waits for its row, in milliseconds. @default as the flow declares */
  wait?: number | undefined;
  /** Called after each flush with the number of records that were written. */
  onWritten?: (count: number) => void;
  /** Called with each record that becomes a dead letter. */
  onBad?: ((rejection: Rejection) => void) | undefined;
  /** Called with offsets that expired, or were deleted, before they were read. */
  onSkipped?: (gap: SkippedOffsets) => void;
  /** Called with a sentence about something that the user should know. */
  onWarning?: ((text: string) => void) | undefined;
  /** Joins the group. @default consume */
  consume?: typeof consume;
}

/** A running flow. */
export interface RunningFlow extends RunningProcessor {
  readonly task: FlowTask;
  /** After `stop`: which offsets of the output's topic it has written; undefined if none. */
  written(): TopicWritten | undefined;
}

/** The consumer group of a flow: its members share the partitions. */
export function flowGroup(kafka: Pick<KafkaClient, "prefix">, { name }: Flow): string {
  return `${kafka.prefix}flow_${name}`;
}

/** How often tables are read on while records wait for their rows, in milliseconds. */
const WAITING = 50;
/** How often they are read on otherwise: they are also read before each batch. */
const IDLE = 1000;
/** The loop's `linger`: what a flow writes is read by others, who wait for it. */
const LINGER = 100;

/**
 * Opens a flow whose topics exist. First its tables are read to their ends; then, before each batch of
 * records, to the end that they have by then: so a record meets every change that Kafka had before it. A
 * record that waits holds back the commit of its partition, so that it is read again after a crash.
 *
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function openFlow(declared: Flow, options: FlowRunOptions): Promise<RunningFlow> {
  const { kafka, signal, wait, onBad, onWritten, onSkipped } = options;
  const flow = wait === undefined ? declared : withWait(declared, wait);
  await using opened = new AsyncDisposableStack();
  const producer = await openProducer(kafka, signal ? { signal } : {});
  // What the producer has not acknowledged is not committed either, so closing it may fail.
  opened.defer(() => producer.close().catch(() => {}));
  const topic = kafka.topicOf(flow.to);
  const letters = new Map<Stream, DeadLetterOutput>(
    flow.inputs.map((
      { from },
    ) => [from, deadLetterOutput(producer, kafka.deadLetterTopicOf(from))]),
  );
  function refuse(origin: FlowOrigin, error: FieldError): boolean {
    const rejection = rejectionOf(flow, origin, { error, kafka });
    onBad?.(rejection);
    const { message, from } = origin;
    const at = { ...from, offset: message.offset, attempts: attemptsOf(message) };
    return letters.get(origin.stream)!.add(rejection, at);
  }
  const output = topicOutput<FlowOrigin>(producer, topic, {
    ...(onWritten ? { onWritten } : {}),
    onTooLarge(origin, { bytes, limit }) {
      task.counts.deadLettered++;
      const reason =
        `gives a record of ${flow.to.name} that is too large for Kafka: ${bytes} bytes`;
      refuse(origin, { reason: `${reason}, at most ${limit}` });
    },
  });
  const { to } = flow;
  const task = new FlowTask(flow, {
    write: (record, origin) =>
      output.add({ key: to.keyOf(record), value: to.encode(record) }, origin),
    refuse,
  }, { topicOf: (stream) => kafka.topicOf(stream) });

  const tails = await openTails(kafka, task.tables, opened);
  const warnings = evictionWarnings(flow, task.tables, options.onWarning);
  const readTables = async () => {
    await Promise.all(tails.map(({ table, tail }) =>
      tail.catchUp(({ messages, partition }) => {
        for (const message of messages) table.add(message, partition);
      })
    ));
    warnings();
  };
  await readTables();

  const group = flowGroup(kafka, flow);
  // Where no file can be written, the next process waits for the session after a kill.
  const life = await showLife().catch(() => undefined);
  opened.defer(() => life?.end());
  await removeDead(kafka, group);
  const processor = await startProcessor(kafka, {
    group,
    about: life?.id ?? "",
    topics: flow.inputs.map(({ from }) => kafka.topicOf(from)),
    handle: (message, from) => task.handle(message, from),
    async prepare(batch) {
      await readTables();
      await task.prepare(batch, (at, { from, to }) =>
        readTopic(kafka, at.topic, {
          partition: at.partition,
          from,
          to: new Map([[at.partition, to]]),
        }));
    },
    heldFrom: (from) => task.heldFrom(from),
    onRevoked: () => task.forget(),
    outputs: [output],
    deadLetters: {
      flush: async () => void await Promise.all([...letters.values()].map((one) => one.flush())),
    },
    linger: LINGER,
    ...(onSkipped ? { onSkipped } : {}),
    ...(options.consume ? { consume: options.consume } : {}),
  });
  const over = new AbortController();
  const watching = watchWaiting({ task, processor, readTables, signal: over.signal });
  watching.catch(() => {}); // `done` reports it
  const resources = opened.move();
  let written: TopicWritten | undefined;
  const done = Promise.race([processor.done, watching.then(() => processor.done)]);
  done.catch(() => {}); // nobody may be waiting for it yet
  return {
    task,
    done,
    written: () => written,
    async stop() {
      over.abort();
      await watching.catch(() => {}); // `done` has reported it
      try {
        await processor.stop();
        written = (await producer.flush()).get(topic);
      } finally {
        await resources.disposeAsync();
      }
    },
  };
}

/** Looks after the records that wait, until the signal aborts. */
async function watchWaiting(
  { task, processor, readTables, signal }: {
    task: FlowTask;
    processor: Processor;
    readTables: () => Promise<void>;
    signal: AbortSignal;
  },
): Promise<void> {
  let read = performance.now();
  while (!signal.aborted) {
    await sleep(WAITING, signal).catch(() => {}); // the loop's condition sees the abort
    const before = task.waiting;
    if (before === 0 && performance.now() - read < IDLE) continue;
    if (signal.aborted) return;
    await readTables();
    read = performance.now();
    if (task.expire() || task.waiting < before) processor.checkpointSoon();
  }
}

async function openTails(
  kafka: KafkaClient,
  tables: readonly FlowTable[],
  opened: AsyncDisposableStack,
): Promise<{ table: FlowTable; tail: TopicTail }[]> {
  const tails: { table: FlowTable; tail: TopicTail }[] = [];
  for (const table of tables) {
    const tail = await openTopicTail(kafka, kafka.topicOf(table.stream));
    opened.defer(() => tail.close());
    tails.push({ table, tail });
  }
  return tails;
}

/** Warns once of each table that has more rows than are kept. */
function evictionWarnings(
  { name }: Flow,
  tables: readonly FlowTable[],
  onWarning: ((text: string) => void) | undefined,
): () => void {
  const told = new Set<FlowTable>();
  return () => {
    for (const table of tables) {
      if (table.evicted === 0 || told.has(table)) continue;
      told.add(table);
      onWarning?.(
        `warning: ${name}: ${table.stream.name} has more than ${table.size.toLocaleString("en")} ` +
          "rows; the oldest are no longer joined. Raise mostRows of the flow if memory allows",
      );
    }
  };
}

function withWait(flow: Flow, wait: number): Flow {
  const inputs = flow.inputs.map((input) =>
    input.table ? { ...input, table: { ...input.table, wait } } : input
  );
  return { ...flow, inputs };
}

/** Its source names the flow, so that it is told apart from what the stream's sink refuses. */
function rejectionOf(
  { name }: Flow,
  { stream, message, from }: FlowOrigin,
  { error, kafka }: { error: FieldError; kafka: KafkaClient },
): Rejection {
  return reject({
    stream,
    source: `${name}:${from.topic}/${from.partition}`,
    line: message.offset,
    time: timeOf(message),
    ...resentFrom(message.headers, kafka.deadLetterTopicOf(stream)),
    ...(message.key === null ? {} : { key: message.key.toString() }),
    raw: message.text() ?? "",
    text: "whole",
  }, error);
}
