import type { TObject } from "typebox";
import { POSITION_COLUMN } from "./envelope.ts";
import type { Column, StreamOptions } from "./stream.ts";
import { UNKNOWN_COLUMN } from "./unknown.ts";

/**
 * Why a declaration is not valid; undefined if it is.
 *
 * @param row The columns of its schema, the time included.
 */
export function misdeclared(
  options: StreamOptions<TObject>,
  row: readonly Column[],
): string | undefined {
  const { key, time, identity, ttl, retention = "7d", changes = false, table = true } = options;
  const columnOf = (name: string) => row.find((column) => column.name === name);
  if (changes) {
    if (time !== "ts_ms") return "a change stream's time is ts_ms";
    const own = columnOf("op") ?? columnOf("ts_ms");
    if (own) return `${own.name} is a field of every change event; rename it`;
    if (columnOf(POSITION_COLUMN)) {
      return `${POSITION_COLUMN} is a column of every change stream; rename the field`;
    }
  } else {
    const column = columnOf(time);
    const isRaw = column?.type === "EPOCH" && !table;
    if (column?.type !== "TIMESTAMP" && !isRaw) {
      return `its time ${JSON.stringify(time)} is not a Timestamp() field`;
    }
    if (column.nullable) return `its time ${time} cannot be nullable`;
  }
  const raw = row.find(({ name, type }) => type === "EPOCH" && name !== time);
  if (raw) {
    return `${raw.name} cannot be an EpochTime(): only the time of a stream without a table can`;
  }
  if (time !== "timestamp" && columnOf("timestamp")) {
    return "`timestamp` is the designated timestamp's name; use it as the time or rename it";
  }
  for (const name of [key, ...identity]) {
    const column = name === time ? undefined : columnOf(name);
    if (!column) return `it has no field ${JSON.stringify(name)} other than its time`;
    if (column.nullable) return `${name} identifies a record, so it cannot be nullable`;
  }
  const vague = row.find((column) => column.type === "BOOLEAN" && column.nullable);
  if (vague && table) {
    return `${vague.name} cannot be nullable: QuestDB's BOOLEAN has no null, it would store false; ` +
      "make it required, or a Symbol() with two values";
  }
  const problem = unknownMisdeclared(options, row);
  if (problem) return problem;
  if (ttl !== undefined && !/^[1-9]\d*[hdwMy]$/.test(ttl)) {
    return `its ttl ${JSON.stringify(ttl)} is not a lifetime: write 12h, 30d, 4w, 6M or 1y`;
  }
  if (!/^[1-9]\d*(ms|[smhd])$/.test(retention)) {
    return `its retention ${JSON.stringify(retention)} is not a duration: write 12h or 7d`;
  }
}

function unknownMisdeclared(
  { unknown = "ignore", changes = false, sensitive = [], schema }: StreamOptions<TObject>,
  row: readonly Column[],
): string | undefined {
  if ((schema as { additionalProperties?: unknown }).additionalProperties !== undefined) {
    return "its schema says additionalProperties; write unknown: refuse, ignore or keep instead";
  }
  if (unknown === "refuse" && changes) {
    return "a change stream cannot refuse unknown fields: a column added to the source's table would " +
      "reject every change; ignore or keep them";
  }
  if (unknown !== "keep") return undefined;
  if (sensitive.length > 0) {
    return "it has sensitive fields, and an unknown one may be sensitive too, so it cannot keep them";
  }
  if (row.some(({ name }) => name === UNKNOWN_COLUMN)) {
    return `${UNKNOWN_COLUMN} is the column of the fields that it keeps; rename the field`;
  }
}
