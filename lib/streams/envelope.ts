import Type, { type TObject, type TSchema } from "typebox";
import type { Rule } from "./check.ts";
import type { Declared } from "./plain_message.ts";
import { type Facts, withoutNull } from "./columns.ts";
import type { ChangeEvent } from "./stream.ts";
import { compileTexts } from "./texts.ts";
import { inUnknown, keepUnknown, NONE, unknownFinder } from "./unknown.ts";
import { type Column, LAST_TIME_MS, Nullable } from "./fields.ts";

type Fields = Record<string, unknown>;
type Event = ChangeEvent<Fields>;

/** Fields of Debezium's events that are known and not stored. */
const ENVELOPE = ["before", "after", "source", "transaction", "op", "ts_ms", "ts_us", "ts_ns"];

/**
 * The column that tells apart, and orders, the changes of a record within one moment: Debezium gives
 * many events the same millisecond. It is the change's position in the source database's log if the
 * event says so, else its place in the Kafka topic; only larger and smaller have a meaning.
 */
export const POSITION_COLUMN = "change_position";

/** The columns of a change stream's table that are not fields of its records. */
export const CHANGE_COLUMNS: readonly Column[] = [
  { name: "op", type: "SYMBOL", nullable: false },
  { name: POSITION_COLUMN, type: "LONG", nullable: false },
];

interface Rows extends Declared {
  identity: readonly string[];
}

/**
 * Wraps a schema in Debezium's change event.
 * Source: Debezium reference, "Change events": `before`, `after`, `op`, `ts_ms`; real events have
 * more fields (`source`, `transaction`, `ts_us`), which are allowed but not stored.
 */
export function envelopeOf(fields: TObject, { key, identity, row, unknown, rules }: Rows) {
  const open = { additionalProperties: true };
  const properties = fields.properties as Record<string, TSchema>;
  // A source without full replica identity sends only the key in `before`.
  const before = Object.entries(properties).map(([name, field]) => {
    const isKey = key === name || identity.includes(name);
    return [name, isKey || withoutNull(field as Facts).nullable ? field : Nullable(field)];
  });
  const schema = Type.Object({
    before: Nullable(Type.Object(Object.fromEntries(before), open)),
    after: Nullable(Type.Object(properties, open)),
    op: Type.Union([Type.Literal("c"), Type.Literal("u"), Type.Literal("d"), Type.Literal("r")]),
    ts_ms: Type.Integer({ minimum: 0, maximum: LAST_TIME_MS }),
  }, open);
  const names = Object.keys(properties);
  const image = ({ op, before, after }: Event): Fields => (op === "d" ? before : after)!;

  const hasImage = ({ op, before, after }: Event) => {
    if (op === "d" ? before : after) return;
    return op === "d"
      ? { field: "before", reason: "must hold the record that was deleted" }
      : { field: "after", reason: "must hold the record that was written" };
  };
  const inAfter = (rule: Rule) => ({ after }: Event) => {
    const broken = after && rule(after as never);
    return broken ? { ...broken, field: `after/${broken.field}` } : undefined;
  };
  const unknownFields = unknownFinder(names);
  const unknownAround = unknownFinder(ENVELOPE);
  const textsOf = compileTexts(row);
  const keep = unknown === "keep";
  const brokenText = (event: Event) => {
    for (const place of ["before", "after"] as const) {
      const fields = event[place];
      if (!fields) continue;
      const broken = textsOf(fields) ??
        (keep ? inUnknown(fields, unknownFields(fields)) : undefined);
      if (broken) return { ...broken, field: `${place}/${broken.field}` };
    }
  };
  return {
    schema,
    unknownIn(event: Event): readonly string[] {
      const inside = unknownFields(image(event));
      const around = unknownAround(event);
      if (inside.length + around.length === 0) return NONE;
      const place = event.op === "d" ? "before" : "after";
      return [...inside.map((name) => `${place}/${name}`), ...around];
    },
    rules: [hasImage, brokenText, ...rules.map(inAfter)] as Rule[],
    keyOf: (event: Event) => String(image(event)[key]),
    rowOf: (event: Event, place = 0): Fields => {
      const row: Fields = {
        op: event.op,
        ts_ms: event.ts_ms,
        tsMicros: microsOf(event),
        [POSITION_COLUMN]: positionOf(event.source) ?? place,
      };
      const values = image(event);
      for (const name of names) row[name] = values[name];
      return keep ? keepUnknown(row, values, unknownFields(values)) : row;
    },
  };
}

/** Microseconds of the event's time beyond `ts_ms`, 0 to 999: Debezium gives the same moment as `ts_us`. */
function microsOf({ ts_ms, ts_us }: Event): number {
  const micros = Number(ts_us) - ts_ms * 1000;
  return Number.isInteger(micros) && micros >= 0 && micros < 1000 ? micros : 0;
}

/** Rows that one event of MySQL's binary log can have here: its positions, below 2^32, stay exact. */
const ROWS = 2 ** 20;

/**
 * Position of a change in the source database's log, from Debezium's `source`: PostgreSQL's `lsn` or the
 * last number of `sequence`, MySQL's and MariaDB's `pos` and `row`. Other databases repeat theirs
 * within a transaction.
 */
function positionOf(source: unknown): number | undefined {
  if (typeof source !== "object" || source === null) return undefined;
  const { lsn, sequence, pos, row } = source as Fields;
  const inFile = whole(pos);
  return whole(lsn) ?? (inFile === undefined ? undefined : inFile * ROWS + (whole(row) ?? 0)) ??
    whole(sequence);
}

/** A number of the log; of a text, such as `["24023119","24023128"]`, the last one. */
function whole(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(/(\d+)\D*$/.exec(value)?.[1]) : value;
  return Number.isSafeInteger(number) && number as number >= 0 ? number as number : undefined;
}
