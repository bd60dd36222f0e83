import Type, { type TObject, type TSchema } from "typebox";
import type { Rule } from "./check.ts";
import { type Facts, withoutNull } from "./columns.ts";
import type { ChangeEvent } from "./stream.ts";
import { Nullable } from "./fields.ts";

type Fields = Record<string, unknown>;
type Event = ChangeEvent<Fields>;

/** The fields that identify a record, and the rules between its fields. */
interface Rows {
  key: string;
  identity: readonly string[];
  rules: readonly Rule[];
}

/**
 * Wraps a schema in Debezium's change event.
 * Source: Debezium reference, "Change events": `before`, `after`, `op`, `ts_ms`; real events have
 * more fields (`source`, `transaction`, `ts_us`), which are allowed but not stored.
 */
export function envelopeOf(fields: TObject, { key, identity, rules }: Rows) {
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
    ts_ms: Type.Integer({ minimum: 0, maximum: 8.64e15 }),
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
  return {
    schema,
    rules: [hasImage, ...rules.map(inAfter)],
    keyOf: (event: Event) => String(image(event)[key]),
    rowOf: (event: Event): Fields => {
      const row: Fields = { op: event.op, ts_ms: event.ts_ms };
      const values = image(event);
      for (const name of names) row[name] = values[name];
      return row;
    },
  };
}
