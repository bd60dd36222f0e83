/** A stream read as a table: the newest row of each key, in memory. */
import type { IncomingMessage } from "../kafka/consumer.ts";
import { placeOf } from "../processing/change_place.ts";
import { readMessage } from "../processing/read_message.ts";
import type { Stream } from "../streams/stream.ts";
import { isoMicros, isoSeconds } from "../time.ts";
import type { JoinedTable } from "./define.ts";

type Row = Record<string, unknown>;

/** The newest that is known of a key. */
interface Entry {
  /** Undefined if it was deleted. */
  row: Row | undefined;
  /** Its time, in microseconds since 1970, and its place among the changes of that moment. */
  micros: number;
  place: number;
}

/** The rows of a joined table. */
export class TableState {
  readonly #stream: Stream;
  readonly #fields: readonly string[] | undefined;
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();
  /** Rows that left because there were too many. */
  evicted = 0;

  constructor({ stream, fields, mostRows }: Pick<JoinedTable, "stream" | "fields" | "mostRows">) {
    this.#stream = stream;
    this.#fields = fields;
    this.#most = mostRows;
  }

  /** Keys that are known, those of deleted rows included. */
  get size(): number {
    return this.#entries.size;
  }

  /** The row of a key; undefined if there is none. */
  get(key: string): Row | undefined {
    return this.#entries.get(key)?.row;
  }

  /** Whether the row of a key was deleted. */
  isDeleted(key: string): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.row === undefined;
  }

  /**
   * Takes a message of the table's topic in; what is not a valid record is left out.
   *
   * @returns The key, if it has a new row.
   */
  add(message: IncomingMessage, partition: number): string | undefined {
    const stream = this.#stream;
    const found = readMessage(stream, message);
    if (found === undefined) {
      this.#delete(stream.keyIn(message.key?.toString() ?? ""));
      return undefined;
    }
    if (!("record" in found)) return undefined;
    const { record } = found;
    const place = stream.changes ? placeOf(message, partition) : message.offset;
    const fields = stream.rowOf(record, place);
    const entry: Entry = {
      row: fields.op === "d" && stream.changes ? undefined : this.#pick(fields),
      micros: microsOf(stream, fields),
      place: stream.changes ? fields.change_position as number : place,
    };
    const key = stream.keyOf(record);
    const known = this.#entries.get(key);
    if (known && isOlder(entry, known)) return undefined;
    if (known) this.#entries.delete(key); // so that it is now the newest in the map's order
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#most) this.#evict();
    return entry.row && key;
  }

  /** A tombstone has no time: it deletes what its key has at this place of the topic. */
  #delete(key: string): void {
    const known = this.#entries.get(key);
    if (known) known.row = undefined;
  }

  #pick(fields: Row): Row {
    const names = this.#fields ?? this.#stream.fields;
    const row: Row = {};
    for (let i = 0; i < names.length; i++) row[names[i]!] = fields[names[i]!];
    return row;
  }

  #evict(): void {
    this.#entries.delete(this.#entries.keys().next().value!);
    this.evicted++;
  }
}

function isOlder(entry: Entry, than: Entry): boolean {
  return entry.micros < than.micros || entry.micros === than.micros && entry.place < than.place;
}

function microsOf({ changes, time }: Stream, fields: Row): number {
  if (changes) return (fields.ts_ms as number) * 1000 + (fields.tsMicros as number);
  const text = fields[time] as string;
  return isoSeconds(text) * 1e6 + isoMicros(text);
}
