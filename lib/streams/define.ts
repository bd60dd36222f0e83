/**
 * A stream is declared once. Its TypeScript type, its check, its Kafka topic (`lib/kafka`), its
 * QuestDB table and encoder (`lib/questdb`) and its JSON Schema are derived from the declaration.
 */
import type { Static, TObject } from "typebox";
import { compileCheck, type Rule } from "./check.ts";
import { columnsOf, messageSchema, withIntegers } from "./columns.ts";
import { CHANGE_COLUMNS, envelopeOf } from "./envelope.ts";
import { misdeclared } from "./misdeclared.ts";
import { plainMessage } from "./plain_message.ts";
import { keyIn, messageReader } from "./read_message.ts";
import type { ChangeEvent, Column, Stream, StreamOptions } from "./stream.ts";
import { EPOCH_REASON, epochMillis, epochTime } from "./epoch.ts";
import { compileFits } from "./fits.ts";
import { compileTimes } from "./times.ts";
import { UNKNOWN_COLUMN } from "./unknown.ts";

export { EpochTime, IPv4, Long, Nullable, Symbol, Timestamp, Type, Uuid } from "./fields.ts";
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
  const { timeDigits = 3, unknown = "ignore" } = given;
  const fields = messageSchema(given.schema, timeDigits);
  const row = columnsOf(fields);
  const problem = misdeclared(given, row);
  if (problem) throw new TypeError(`Cannot define the stream ${name}: ${problem}`);
  const columns: Column[] = changes
    ? [...row, ...CHANGE_COLUMNS]
    : row.filter((column) => column.name !== time);
  if (unknown === "keep") columns.push({ name: UNKNOWN_COLUMN, type: "VARCHAR", nullable: true });
  const names = row.map((column) => column.name);
  const isRaw = row.some((column) => column.name === time && column.type === "EPOCH");
  const hasTime = (record: Record<string, unknown>) =>
    epochTime(record[time]) ? undefined : { field: time, reason: EPOCH_REASON };
  const rules = [...(isRaw ? [hasTime] : []), ...(given.rules ?? [])] as Rule[];
  const message = changes
    ? envelopeOf(fields, { key, identity, row, unknown, rules })
    : plainMessage(fields, { key, row, unknown, rules });
  const reader = messageReader(fields, { changes });
  const read = reader ?? ((record: unknown) => record);
  /** The same function for a message in any form. */
  const reading = <A extends unknown[], R>(work: (record: never, ...more: A) => R) =>
    reader ? (record: unknown, ...more: A) => work(reader(record) as never, ...more) : work;
  const times = compileTimes(message.schema, timeDigits);
  const fits = compileFits(fields);
  const { valid, check } = compileCheck(message.schema, {
    sensitive,
    changes,
    fields: names,
    fits,
    rules: message.rules,
    unknownIn: unknown === "refuse" ? message.unknownIn : undefined,
  });
  return {
    name,
    key,
    time,
    timeFormat: changes ? "ms" : isRaw ? "epoch" : "iso",
    identity,
    partitionBy: given.partitionBy ?? "DAY",
    ttl: given.ttl,
    partitions: given.partitions ?? 2,
    compact: given.compact ?? false,
    retention: given.retention ?? "7d",
    table: given.table ?? true,
    sensitive,
    changes,
    timeDigits,
    unknown,
    fields: names,
    // Our own check refuses unknown fields, faster than TypeBox would.
    schema: { additionalProperties: unknown !== "refuse", ...withIntegers(message.schema) },
    columns,
    read,
    fits,
    millisOf: (record: Record<string, unknown>) => {
      const value = record[time];
      if (isRaw) return epochMillis(value);
      return typeof value === "number" ? value : Date.parse(String(value));
    },
    keyIn: (text: string) => keyIn(text, key),
    keyOf: reading(message.keyOf),
    rowOf: reading(message.rowOf),
    unknownIn: reading(message.unknownIn),
    encode: reading(times.encode),
    finerTime: reading(times.finerTime),
    valid: reading(valid),
    check: reading(check),
  } as unknown as Stream<MessageOf<O>>;
}
