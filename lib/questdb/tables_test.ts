import assert from "node:assert/strict";
import {
  defineStream,
  IPv4,
  Long,
  Nullable,
  Symbol,
  Timestamp,
  Type,
  Uuid,
} from "../streams/define.ts";
import { createTable } from "./tables.ts";

const schema = Type.Object({
  id: Type.String(),
  kind: Symbol(),
  n: Long(),
  x: Nullable(Type.Number()),
  flag: Type.Boolean(),
  at: Timestamp(),
  seen: Nullable(Timestamp()),
  session: Nullable(Uuid()),
  address: Nullable(IPv4()),
  list: Nullable(Type.Array(Type.Number())),
});
const base = { name: "things", key: "id", time: "at", identity: ["id", "n"] } as const;

Deno.test("createTable() has a column for each field, the time once, and the identity as keys", () => {
  assert.equal(
    createTable(defineStream({ ...base, schema }), "lab_things"),
    `CREATE TABLE IF NOT EXISTS "lab_things" (
  timestamp TIMESTAMP,
  "id" VARCHAR,
  "kind" SYMBOL,
  "n" LONG,
  "x" DOUBLE,
  "flag" BOOLEAN,
  "seen" TIMESTAMP,
  "session" UUID,
  "address" IPv4,
  "list" VARCHAR
) timestamp(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, id, n)`,
  );
});

Deno.test("createTable() writes the stream's partitions and TTL", () => {
  const small = Type.Object({ id: Symbol(), at: Timestamp() });
  const clause = (ttl: `${number}d`) =>
    createTable(
      defineStream({ ...base, identity: ["id"], schema: small, partitionBy: "MONTH", ttl }),
      "t",
    ).split("\n").at(-2);
  assert.equal(clause("30d"), ") timestamp(timestamp) PARTITION BY MONTH TTL 30 DAYS WAL");
  const units = { "1h": "1 HOURS", "2w": "2 WEEKS", "6M": "6 MONTHS", "10y": "10 YEARS" };
  for (const [ttl, words] of Object.entries(units)) {
    assert.match(clause(ttl as "1d")!, new RegExp(` TTL ${words} WAL$`));
  }
});
