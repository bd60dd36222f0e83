/** A flow over its topics, without the topics: what it makes of each message, and what waits. */
import { shortText } from "../errors.ts";
import type { IncomingBatch, IncomingMessage, TopicPartition } from "../kafka/consumer.ts";
import { readMessage } from "../processing/read_message.ts";
import type { FieldError } from "../streams/check.ts";
import { oneError, unhandled } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import type { Flow, FlowInput, JoinedTable } from "./define.ts";
import { KeyedState, type ReadRange } from "./keyed_state.ts";
import { TableState } from "./table_state.ts";
import { Waiting, type WaitingRecord } from "./waiting.ts";

type Fields = Record<string, unknown>;

/** A message of one of the flow's inputs. */
export interface FlowOrigin {
  stream: Stream;
  message: IncomingMessage;
  from: TopicPartition;
}

/** Where a flow's results go. Both return whether they are full and must be flushed. */
export interface FlowSink {
  /** Called with each record to write. */
  write(record: Fields, origin: FlowOrigin): boolean;
  /** Called with each message that cannot be written, and why. */
  refuse(origin: FlowOrigin, error: FieldError): boolean;
}

/** What became of the messages that a flow has read: `read` = handled + `rejected` + `deadLettered` + those that wait. */
export interface FlowCounts {
  /** Messages, those without a record included. */
  read: number;
  /** Messages that hold no valid record, and that the sink of their stream makes dead letters. */
  rejected: number;
  /** Records that became dead letters here. */
  deadLettered: number;
}

/** One of the inputs at work. */
interface Running {
  input: FlowInput;
  table: TableState | undefined;
  state: KeyedState | undefined;
  waiting: Waiting;
}

/** A table that must be read. */
export interface FlowTable {
  readonly stream: Stream;
  /** Takes a message of its topic in; writes the records that have waited for it. */
  add(message: IncomingMessage, partition: number): void;
  /** Its rows in memory, and those that left because there were too many. */
  readonly size: number;
  readonly evicted: number;
}

/** A declared flow that is running. */
export class FlowTask {
  readonly flow: Flow;
  readonly counts: FlowCounts = { read: 0, rejected: 0, deadLettered: 0 };
  readonly tables: readonly FlowTable[];
  /** How many records waited when they were forgotten last. */
  leftWaiting = 0;
  readonly #sink: FlowSink;
  readonly #now: () => number;
  readonly #inputs: Map<string, Running>;

  /**
   * @param topicOf The topic of a stream, by which messages are told apart.
   * @param now A clock that never goes back, in milliseconds.
   */
  constructor(
    flow: Flow,
    sink: FlowSink,
    { topicOf, now = () => performance.now() }: {
      topicOf: (stream: Stream) => string;
      now?: () => number;
    },
  ) {
    this.flow = flow;
    this.#sink = sink;
    this.#now = now;
    this.#inputs = new Map(flow.inputs.map((input) => [topicOf(input.from), {
      input,
      table: input.table && new TableState(input.table),
      state: input.state && new KeyedState(input.state),
      waiting: new Waiting(),
    }]));
    this.tables = [...this.#inputs.values()].flatMap((running) => this.#tableOf(running));
  }

  /** Records that wait. */
  get waiting(): number {
    let sum = 0;
    for (const { waiting } of this.#inputs.values()) sum += waiting.size;
    return sum;
  }

  /** Gets ready for a batch: states are those of all messages before it. */
  async prepare(batch: IncomingBatch, read: ReadRange): Promise<void> {
    const { input, state } = this.#inputs.get(batch.topic)!;
    await state?.prepare(batch, {
      read,
      add(message, from) {
        const found = readMessage(input.from, message);
        if (!found || !("record" in found)) return;
        try {
          input.write(found.record, state.of(input.from.keyOf(found.record), from) as Fields);
        } catch {
          // It has been a dead letter when it was handled.
        }
      },
    });
  }

  /** Handles a message of an input's topic. @returns Whether an output is full. */
  handle(message: IncomingMessage, from: TopicPartition): boolean {
    const running = this.#inputs.get(from.topic)!;
    running.state?.handled(message, from);
    const { input, table, state, waiting } = running;
    this.counts.read++;
    const found = readMessage(input.from, message);
    if (found === undefined) return false;
    if (!("record" in found)) {
      // No sink reads the topic of a stream without a table.
      if (!input.from.table) return this.#refuse({ stream: input.from, message, from }, found);
      this.counts.rejected++;
      return false;
    }
    const { record } = found;
    if (table === undefined) {
      const row = state?.of(input.from.keyOf(record), from) ?? NO_ROW;
      return this.#write(running, { record, message, from }, row as Fields);
    }
    const value = record[input.table!.by];
    if (value === null || value === undefined) {
      const reason = `has no key of ${input.table!.stream.name}`;
      return this.#refuse({ stream: input.from, message, from }, {
        field: input.table!.by,
        reason,
      });
    }
    const key = String(value);
    const row = table.get(key);
    if (row !== undefined) return this.#write(running, { record, message, from }, row);
    const one = { key, record, message, from, since: this.#now() };
    if (waiting.size < input.table!.mostWaiting) {
      waiting.add(one);
      return false;
    }
    return this.#giveUp(running, one, `${waiting.size.toLocaleString("en")} records wait already`);
  }

  /** Gives up the records that have waited too long. @returns Whether there were such. */
  expire(): boolean {
    let any = false;
    for (const running of this.#inputs.values()) {
      const { input: { table }, waiting } = running;
      if (!table || waiting.size === 0) continue;
      for (const one of waiting.takeOlder(this.#now() - table.wait)) {
        this.#giveUp(running, one, `waited ${table.wait / 1000} s for it`);
        any = true;
      }
    }
    return any;
  }

  /** The lowest offset of a partition that waits. */
  heldFrom(from: TopicPartition): number | undefined {
    return this.#inputs.get(from.topic)?.waiting.lowest(from);
  }

  /** Forgets what waits, and all states: it is read again, here or by another member. */
  forget(): void {
    this.leftWaiting = this.waiting;
    for (const { waiting, state } of this.#inputs.values()) {
      waiting.clear();
      state?.clear();
    }
  }

  #tableOf(running: Running): FlowTable[] {
    const { input, table, waiting } = running;
    if (!table) return [];
    const add = (message: IncomingMessage, partition: number) => {
      const key = table.add(message, partition);
      if (key === undefined || waiting.size === 0) return;
      for (const one of waiting.take(key)) this.#write(running, one, table.get(key)!);
    };
    return [{
      stream: input.table!.stream,
      add,
      get size() {
        return table.size;
      },
      get evicted() {
        return table.evicted;
      },
    }];
  }

  #write(
    { input }: Running,
    { record, message, from }: Pick<WaitingRecord, "record" | "message" | "from">,
    row: Fields,
  ): boolean {
    const origin = { stream: input.from, message, from };
    let full = false;
    try {
      const written = input.write(record, row);
      if (written === undefined) return false;
      const { to } = this.flow;
      const records = Array.isArray(written) ? written as Fields[] : [written as Fields];
      for (const one of records) {
        const error = to.valid(one) ? to.finerTime(one) : oneError(to.check(one));
        if (error === undefined) continue;
        const reason = `gives no valid record of ${to.name}: ${error.field ?? ""} ${error.reason}`;
        return this.#refuse(origin, { ...error, reason });
      }
      for (const one of records) full = this.#sink.write(one, origin) || full;
    } catch (error) {
      return this.#refuse(origin, unhandled(input.from, error));
    }
    return full;
  }

  #giveUp({ input, table }: Running, { key, message, from }: WaitingRecord, why: string): boolean {
    const { by, stream } = input.table as JoinedTable;
    const state = table!.isDeleted(key)
      ? `was deleted from ${stream.name}`
      : `is not in ${stream.name}`;
    const origin = { stream: input.from, message, from };
    return this.#refuse(origin, { field: by, value: shortText(key), reason: `${state}: ${why}` });
  }

  #refuse(origin: FlowOrigin, error: FieldError): boolean {
    this.counts.deadLettered++;
    return this.#sink.refuse(origin, error);
  }
}

const NO_ROW: Fields = {};
