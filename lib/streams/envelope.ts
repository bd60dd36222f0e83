import Type, { type TObject, type TSchema } from "typebox";
import type { Rule } from "./check.ts";
import type { Declared } from "./plain_message.ts";
import { type Facts, withoutNull } from "./columns.ts";
import type { ChangeEvent } from "./stream.ts";
import { compileTexts } from "./texts.ts";
import { inUnknown, keepUnknown, NONE, unknownFinder } from "./unknown.ts";
import { LAST_TIME_MS, Nullable } from "./fields.ts";

type Fields = Record<string, unknown>;
type Event = ChangeEvent<Fields>;

/** Fields of Debezium's events that are known and not stored. */
const ENVELOPE = ["before", "after", "source", "transaction", "op", "ts_ms", "ts_us", "ts_ns"];

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
    rowOf: (event: Event): Fields => {
      const row: Fields = { op: event.op, ts_ms: event.ts_ms };
      const values = image(event);
      for (const name of names) row[name] = values[name];
      return keep ? keepUnknown(row, values, unknownFields(values)) : row;
    },
  };
}
