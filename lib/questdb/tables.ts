import { POSITION_COLUMN } from "../streams/envelope.ts";
import type { Column, Stream } from "../streams/stream.ts";
import { untilApplied } from "./applied.ts";
import type { Questdb } from "./client.ts";

const sqlType = (type: Column["type"]): string => type === "JSON" ? "VARCHAR" : type;

/** The DEDUP keys: the timestamp and the columns that identify a row. */
const upsertKeys = ({ identity, changes }: Stream): string[] => [
  "timestamp",
  ...identity,
  ...(changes ? [POSITION_COLUMN] : []),
];

/**
 * The statement that creates a stream's table: designated timestamp, partitions, WAL, and the
 * stream's identity as DEDUP keys, so that a repeated record is stored once.
 */
export function createTable(stream: Stream, table: string): string {
  const columns = stream.columns.map(({ name, type }) => `  "${name}" ${sqlType(type)}`);
  return [
    `CREATE TABLE IF NOT EXISTS "${table}" (`,
    ["  timestamp TIMESTAMP", ...columns].join(",\n"),
    `) timestamp(timestamp) PARTITION BY ${stream.partitionBy}${ttlClause(stream.ttl)} WAL`,
    `DEDUP UPSERT KEYS(${upsertKeys(stream).join(", ")})`,
  ].join("\n");
}

const TTL_UNITS: Record<string, string> = {
  h: "HOURS",
  d: "DAYS",
  w: "WEEKS",
  M: "MONTHS",
  y: "YEARS",
};

function ttlClause(ttl: string | undefined): string {
  return ttl === undefined ? "" : ` TTL ${ttl.slice(0, -1)} ${TTL_UNITS[ttl.at(-1)!]}`;
}

/**
 * Creates the missing tables of the streams, and checks that existing ones fit.
 *
 * @throws {TypeError} An existing table does not fit its stream; it is left unchanged.
 */
export async function ensureTables(db: Questdb, streams: readonly Stream[]): Promise<void> {
  for (const stream of streams) {
    if (!stream.table) continue;
    await db.run(createTable(stream, db.tableOf(stream)));
    if (stream.changes) await addPosition(db, stream);
    await requireFit(db, stream);
  }
}

/**
 * Gives the table of an older version, which lost all but the last change of a moment, what tells
 * these apart; in the rows that it has, it is null.
 */
async function addPosition(db: Questdb, stream: Stream): Promise<void> {
  const table = db.tableOf(stream);
  // Table functions take no bound parameters; a stream's name is plain snake_case.
  const columns = await db.run(
    `select "column" name, "upsertKey" "key" from table_columns('${table}')`,
  );
  const keys = columns.filter(({ key }) => key).map(({ name }) => String(name));
  const older = upsertKeys(stream).filter((name) => name !== POSITION_COLUMN);
  if (keys.toSorted().join() !== older.toSorted().join()) return; // requireFit() names what else is wrong
  await db.run(`alter table "${table}" add column if not exists ${POSITION_COLUMN} LONG`);
  await db.run(`alter table "${table}" dedup enable upsert keys(${upsertKeys(stream).join(", ")})`);
}

/**
 * Checks that a stream's table fits it.
 *
 * @throws {TypeError} It does not, or there is none; the message says what to do.
 */
export async function requireFit(db: Questdb, stream: Stream): Promise<void> {
  const table = db.tableOf(stream);
  let problems = await misfits(db, stream);
  if (problems.length > 0) {
    // It may just have been altered: its columns show that only after the rows before it.
    await untilApplied(db, [table]);
    problems = await misfits(db, stream);
  }
  if (problems.length === 0) return;
  throw new TypeError(
    `Cannot store the stream ${stream.name} in the table ${table}: ${problems.join("; ")}. ` +
      `Rename it (deno task sql 'rename table "${table}" to "${table}_old"'), ` +
      "or work in a namespace (TRIBUTARY_NAMESPACE=name)",
  );
}

/** What does not fit the stream in its existing table; empty if all does. */
async function misfits(db: Questdb, stream: Stream): Promise<string[]> {
  const table = db.tableOf(stream);
  const [facts] = await db.sql<
    { partitionBy: string; walEnabled: boolean; designatedTimestamp: string }
  >`
    select "partitionBy", "walEnabled", "designatedTimestamp" from tables() where table_name = ${table}`;
  const found = new Map(
    // Table functions take no bound parameters; a stream's name is plain snake_case.
    (await db.run<{ column: string; type: string; upsertKey: boolean }>(
      `select "column", "type", "upsertKey" from table_columns('${table}')`,
    ))
      .map((row) => [row.column, row]),
  );
  const problems: string[] = [];
  if (facts?.designatedTimestamp !== "timestamp") {
    problems.push(
      `its designated timestamp is ${facts?.designatedTimestamp ?? "missing"}, expected timestamp`,
    );
  }
  if (facts && !facts.walEnabled) problems.push("it has no WAL");
  for (const { name, type } of stream.columns) {
    const have = found.get(name)?.type;
    if (have === undefined) {
      problems.push(
        `it has no column ${name} (deno task sql 'alter table "${table}" add column ${name} ${
          sqlType(type)
        }')`,
      );
    } else if (have !== sqlType(type)) {
      problems.push(`its column ${name} is ${have}, expected ${sqlType(type)}`);
    }
  }
  const keys = [...found.values()].filter((row) => row.upsertKey).map((row) => row.column);
  if (keys.toSorted().join() !== upsertKeys(stream).toSorted().join()) {
    problems.push(
      `its DEDUP keys are ${keys.join(", ") || "none"}, expected ${upsertKeys(stream).join(", ")}`,
    );
  }
  return problems;
}
