/**
 * A flow reads streams and writes another one. It is declared once, in one file: what it reads, which table
 * each record is joined to, and what it writes for it.
 */
import type { ChangeEvent, RecordOf, Stream } from "../streams/define.ts";
import { parseDuration } from "../time.ts";

/** What a flow writes for a record: one record, several, or none. */
export type Written<T> = T | readonly T[] | undefined;

/** A row of a stream that is read as a table: its record, or what a change event has made of it. */
export type RowOf<S> = RecordOf<S> extends ChangeEvent<infer T> ? T : RecordOf<S>;

/** The rows that the records of an input are joined to. */
export interface JoinedTable {
  /** The newest record of each key is its row; see {@linkcode joinTable}. */
  readonly stream: Stream;
  /** The field of the input's records that holds the key of the row. */
  readonly by: string;
  /** The fields of a row that are kept; undefined for all. */
  readonly fields: readonly string[] | undefined;
  /** How long a record waits for its row, in milliseconds. */
  readonly wait: number;
  /** How many records may wait at once. */
  readonly mostWaiting: number;
  /** How many rows are kept; the oldest leave first. */
  readonly mostRows: number;
}

/** A stream that a flow reads, and what it writes for each of its records. */
export interface FlowInput<T = Record<string, unknown>> {
  readonly from: Stream;
  readonly table?: JoinedTable;
  /** Makes what is known of a key before its first record; see {@linkcode mapWithState}. */
  readonly state?: () => object;
  /** @param row The row of the table, or the state. */
  write(record: Record<string, unknown>, row: Record<string, unknown>): Written<T>;
}

/** The declaration of a flow, for {@linkcode defineFlow}. */
export interface FlowOptions<T> {
  /** Its name: lower-case letters, digits and `_`. */
  name: string;
  /** What it reads: made by {@linkcode mapStream}, {@linkcode mapWithState} and {@linkcode joinTable}. */
  inputs: readonly [FlowInput<NoInfer<T>>, ...FlowInput<NoInfer<T>>[]];
  /** What it writes. */
  to: Stream<T>;
}

/** A declared flow. */
export interface Flow {
  readonly name: string;
  readonly inputs: readonly FlowInput[];
  readonly to: Stream;
}

/** Options for {@linkcode joinTable}: the table, its key, limits. */
export interface JoinOptions<S, T, F extends string> {
  /**
   * The stream that is read as a table: of each key its newest record, by its time and then by its
   * place. In a stream of changes, deletes and tombstones remove the row.
   */
  table: T;
  /** The field of a record that holds the key of its row. */
  by: keyof RecordOf<S> & string;
  /** The fields of a row that `write` gets; fewer need less memory. @default all */
  fields?: readonly F[];
  /** How long a record waits for its row before it is a dead letter. @default "10s" */
  wait?: string;
  /** How many records may wait at once; what comes then is a dead letter at once. @default 100_000 */
  mostWaiting?: number;
  /** How many rows are kept in memory; the oldest leave first. @default 1_000_000 */
  mostRows?: number;
}

/** The flows that `lib/flows/mod.ts` lists: it imports each flow's file, which defines it. */
const defined: Flow[] = [];

/**
 * Declares a flow. A line in `lib/flows/mod.ts` makes it known to every command.
 *
 * @throws {TypeError} Its name is not valid, or two of its inputs are the same stream.
 *
 * @example Temperatures with the place of their sensor
 * ```ts
 * import { defineStream, Symbol, Timestamp, Type } from "../streams/define.ts";
 * import { defineFlow, joinTable } from "./define.ts";
 *
 * const stamp = { at: Timestamp(), sensor: Symbol({ minLength: 1 }) };
 * const about = { key: "sensor", time: "at", identity: ["sensor"] } as const;
 * const sensors = defineStream({
 *   ...about,
 *   name: "sensors",
 *   compact: true,
 *   schema: Type.Object({ ...stamp, place: Symbol() }),
 * });
 * const temperatures = defineStream({
 *   ...about,
 *   name: "temperatures",
 *   schema: Type.Object({ ...stamp, celsius: Type.Number() }),
 * });
 * const placedTemperatures = defineStream({
 *   ...about,
 *   name: "placed_temperatures",
 *   schema: Type.Object({ ...stamp, celsius: Type.Number(), place: Symbol() }),
 * });
 * export const placing = defineFlow({
 *   name: "placing",
 *   to: placedTemperatures,
 *   inputs: [
 *     joinTable(temperatures, { table: sensors, by: "sensor" }, (record, { place }) => ({ ...record, place })),
 *   ],
 * });
 * ```
 */
export function defineFlow<T>(options: FlowOptions<T>): Flow {
  const { name } = options;
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new TypeError(
      `Cannot name a flow ${JSON.stringify(name)}: use lower-case letters, digits and _`,
    );
  }
  const names = options.inputs.map(({ from }) => from.name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new TypeError(`Cannot define the flow ${name}: it reads ${twice} twice`);
  }
  const flow = options as unknown as Flow;
  defined.push(flow);
  return flow;
}

/** An input whose records are written one by one, without a table. */
export function mapStream<S extends Stream, T>(
  from: S,
  write: (record: RecordOf<S>) => Written<T>,
): FlowInput<T> {
  return { from, write } as unknown as FlowInput<T>;
}

/**
 * An input whose records meet what is known of their key: a state that is made of the earlier messages of
 * the stream's key, in the order of the topic, and of nothing else. It is in memory only: when the flow
 * starts, or gets a partition, it reads again what the topic holds before the place where it goes on. So
 * after a kill the same is written as without it, as long as the topic has these messages.
 *
 * @param start Makes the state of a key.
 * @param write Called with a record and the state of its key, which it changes. It may be called again with
 * a record that it has had: copies come with every second delivery.
 */
export function mapWithState<S extends Stream, K extends object, T>(
  from: S,
  start: () => K,
  write: (record: RecordOf<S>, state: K) => Written<T>,
): FlowInput<T> {
  return { from, state: start, write } as unknown as FlowInput<T>;
}

/**
 * An input whose records are joined to the rows of a table, as they are when the flow handles the record:
 * all changes that Kafka had before the record was read are in them, and later ones do not change what was
 * written. A record without a row waits, and is a dead letter if none comes in time.
 *
 * @param write Called with a record and its row; its result is written.
 * @throws {TypeError} A limit or a field is not valid.
 */
export function joinTable<
  S extends Stream,
  J extends Stream,
  T,
  F extends keyof RowOf<J> & string = keyof RowOf<J> & string,
>(
  from: S,
  options: JoinOptions<S, J, F>,
  write: (record: RecordOf<S>, row: Pick<RowOf<J>, F>) => Written<T>,
): FlowInput<T> {
  const { table: stream, by, fields, wait = "10s" } = options;
  const { mostWaiting = 100_000, mostRows = 1_000_000 } = options;
  const unknown = fields?.find((field) => !stream.fields.includes(field));
  if (unknown !== undefined) {
    throw new TypeError(`Cannot join ${stream.name}: it has no field ${unknown}`);
  }
  const limits = { wait: parseDuration(wait), mostWaiting, mostRows };
  return { from, table: { stream, by, fields, ...limits }, write } as unknown as FlowInput<T>;
}

/**
 * The flows defined so far, in the order of their definition.
 *
 * @throws {TypeError} Two have the same name, or write the same stream.
 */
export function definedFlows(): readonly Flow[] {
  for (const names of [defined.map(({ name }) => name), defined.map(({ to }) => to.name)]) {
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice) throw new TypeError(`Cannot list the flows: ${twice} is defined twice`);
  }
  return [...defined];
}
