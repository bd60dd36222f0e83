import { defineStream, Long, type RecordOf, Symbol, Timestamp, Type } from "../streams/define.ts";

/** The regions of a record. */
export const REGIONS = ["north", "east", "south", "west"] as const;

/**
 * The stream of `deno task chaos`. Its `id` counts the records from 0. `address` is any text to the
 * check and an IPv4 column to QuestDB, so that a bad one is found by the database only.
 */
export const chaosRecords = defineStream({
  name: "chaos_records",
  key: "source",
  time: "at",
  identity: ["id"],
  partitions: 6,
  partitionBy: "HOUR",
  schema: Type.Object({
    id: Long({ minimum: 0 }),
    at: Timestamp(),
    source: Symbol({ minLength: 1 }),
    region: Symbol({ enum: [...REGIONS] }),
    address: Type.String({ column: "IPv4" }),
    amount: Type.Number(),
    note: Type.String(),
  }),
});
/** A record of `deno task chaos`. */
export type ChaosRecord = RecordOf<typeof chaosRecords>;
