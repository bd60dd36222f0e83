import Type, { type TObject } from "typebox";
import type { Facts } from "./columns.ts";
import type { ChangeEvent } from "./define.ts";
import { Nullable } from "./fields.ts";

type Fields = Record<string, unknown>;

/**
 * Debezium's change event around a schema.
 * Source: Debezium reference, "Change events": `before`, `after`, `op`, `ts_ms`; real events carry
 * more (`source`, `transaction`, `ts_us`), which is allowed and not stored.
 */
export function envelopeOf(fields: TObject) {
  const open = { ...fields, additionalProperties: true } as TObject;
  // A source without full replica identity sends only the key of what was.
  const before = Type.Partial(open) as TObject;
  const schema = Type.Object({
    before: Nullable(before),
    after: Nullable(open),
    op: Type.Union([Type.Literal("c"), Type.Literal("u"), Type.Literal("d"), Type.Literal("r")]),
    ts_ms: Type.Integer({ minimum: 0, maximum: 8.64e15 }),
  }, { additionalProperties: true });
  const names = Object.keys((fields as Facts).properties ?? {});
  const image = (event: ChangeEvent<Fields>): Fields => event.after ?? event.before ?? {};
  return {
    schema,
    keyOf: (key: string) => (event: ChangeEvent<Fields>) => String(image(event)[key]),
    rowOf: (event: ChangeEvent<Fields>): Fields => {
      const row: Fields = { op: event.op, ts_ms: event.ts_ms };
      for (const name of names) row[name] = image(event)[name];
      return row;
    },
  };
}
