/**
 * A stream is declared once. Its TypeScript type, its check, its Kafka topic (`lib/kafka`), its
 * QuestDB table and encoder (`lib/questdb`) and its JSON Schema are derived from the declaration.
 */
import type { Static, TObject } from "typebox";
import { compileCheck, type Rule } from "./check.ts";
import { columnsOf, withExactIntegers } from "./columns.ts";
import { envelopeOf } from "./envelope.ts";
import { misdeclared } from "./misdeclared.ts";
import type { ChangeEvent, Stream, StreamOptions } from "./stream.ts";

export { IPv4, Long, Nullable, Symbol, Timestamp, Type, Uuid } from "./fields.ts";
export type { FieldError } from "./check.ts";
export type { ChangeEvent, Column, RecordOf, Stream, StreamOptions } from "./stream.ts";

type MessageOf<O extends StreamOptions<TObject>> = O extends { changes: true }
  ? ChangeEvent<Static<O["schema"]>>
  : Static<O["schema"]>;

/**
 * Declares a stream.
 *
 * @throws {TypeError} The key, the time or an identity field is missing or unsuitable, a field cannot
 * be stored, or a name, `ttl` or `retention` is malformed.
 *
 * @example A stream of temperatures
 * ```ts
 * import { defineStream, Nullable, Symbol, Timestamp, Type } from "./define.ts";
 *
 * export const temperatures = defineStream({
 *   name: "temperatures",
 *   key: "sensor",
 *   time: "measured_at",
 *   identity: ["sensor"],
 *   schema: Type.Object({
 *     sensor: Symbol(),
 *     measured_at: Timestamp(),
 *     celsius: Nullable(Type.Number({ minimum: -273.15 })),
 *   }),
 * });
 * ```
 */
export function defineStream<S extends TObject, const O extends StreamOptions<S>>(
  options: O & { schema: S },
): Stream<MessageOf<O>> {
  const given = options as StreamOptions<TObject>;
  const { name, key, time, identity, changes = false, sensitive = [] } = given;
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new TypeError(
      `Cannot name a stream ${JSON.stringify(name)}: use lower-case letters, digits and _`,
    );
  }
  const fields = withExactIntegers(given.schema);
  const row = columnsOf(fields);
  const problem = misdeclared(given, row);
  if (problem) throw new TypeError(`Cannot define the stream ${name}: ${problem}`);
  const columns = changes
    ? [...row, { name: "op", type: "SYMBOL" as const, nullable: false }]
    : row.filter((column) => column.name !== time);
  const rules = (given.rules ?? []) as Rule[];
  const envelope = changes ? envelopeOf(fields, { key, identity, rules }) : undefined;
  const schema = envelope?.schema ?? fields;
  return {
    name,
    key,
    time,
    timeFormat: changes ? "ms" : "iso",
    identity,
    partitionBy: given.partitionBy ?? "DAY",
    ttl: given.ttl,
    partitions: given.partitions ?? 2,
    compact: given.compact ?? false,
    retention: given.retention ?? "7d",
    table: given.table ?? true,
    sensitive,
    changes,
    // Our own check refuses unknown fields, faster than TypeBox would.
    schema: { additionalProperties: false, ...schema },
    columns,
    keyOf: envelope?.keyOf ?? ((record: Record<string, unknown>) => String(record[key])),
    rowOf: envelope?.rowOf ?? ((record: Record<string, unknown>) => record),
    ...compileCheck(schema, { sensitive, changes, rules: envelope?.rules ?? rules }),
  } as unknown as Stream<MessageOf<O>>;
}
