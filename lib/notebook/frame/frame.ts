import type { ColumnTable } from "arquero";
import type { Answer } from "../../questdb/answer.ts";
import { QueryRefusedError } from "../../questdb/query_error.ts";
import { askRest } from "../../questdb/rest.ts";
import { streamRows } from "../../questdb/row_stream.ts";
import { withQuestdb } from "../query/engine.ts";
import { onlyReads } from "../query/only_reads.ts";
import {
  type AskedQuery,
  explained,
  flattened,
  oneStatement,
  type SqlOptions,
} from "../query/run_query.ts";
import { signalOf } from "../stop.ts";
import { listRows } from "../query/list_rows.ts";
import { ColumnBuilder, type FrameColumn } from "./column.ts";

/**
 * A table in memory of arquero, from rows or from columns: to group, pivot, join and compute over windows
 * (https://idl.uw.edu/arquero). It shows itself as a table; `frame.objects()` are its rows again, for
 * charts. Of a query, `` await sql`…`.frame() `` needs less memory, as it makes no rows.
 *
 * @example The share of each company, by month
 * ```ts ignore
 * import * as aq from "arquero";
 * const trips = await sql`select timestamp, company, fare from ${taxiTrips}`.frame();
 * trips.groupby("company").rollup({ fare: aq.op.sum("fare") });
 * ```
 */
export async function frame(
  data: readonly object[] | Readonly<Record<string, readonly unknown[]>>,
): Promise<ColumnTable> {
  if (!Array.isArray(data)) {
    return await tableOf(Object.entries(data as Record<string, FrameColumn>));
  }
  const builders = new Map<string, ColumnBuilder>();
  listRows(data).forEach((row, at) => {
    for (const name of Object.keys(row)) {
      if (builders.has(name)) continue;
      const builder = new ColumnBuilder();
      for (let i = 0; i < at; i++) builder.push(null);
      builders.set(name, builder);
    }
    for (const [name, builder] of builders) builder.push(row[name]);
  });
  return await tableOf([...builders].map(([name, builder]) => [name, builder.end()]));
}

/**
 * All rows of a query in a table of arquero, filled as the answer arrives: no rows are made.
 *
 * @throws {QueryError} QuestDB refused the query.
 * @throws {TypeError} The statement may write.
 */
export async function frameOf(query: AskedQuery, { signal }: SqlOptions): Promise<ColumnTable> {
  const options = { signal: signalOf(signal) };
  return await withQuestdb(async (at) => {
    const text = flattened(query, at);
    oneStatement(text);
    if (!onlyReads(text)) {
      throw new TypeError(
        "Cannot make a frame: only a query that begins with select or with has rows",
      );
    }
    try {
      const head = await headOf(text, (asked) => askRest(at.endpoint, asked, options));
      if (!head || head.columns.some(({ type }) => type === "CHAR")) {
        return await frame((await askRest(at.endpoint, text, options)).rows);
      }
      const { columns, rows } = await streamRows(at.endpoint, text, options);
      const builders = columns.map(() => new ColumnBuilder());
      for await (const block of rows) {
        for (let i = 0; i < builders.length; i++) {
          const builder = builders[i]!;
          for (const row of block) builder.push(row[i]);
        }
      }
      return await tableOf(columns.map(({ name }, i) => [name, builders[i]!.end()]));
    } catch (error) {
      return await explained(at, { ...query, text }, error);
    }
  });
}

/** The columns of a query; undefined if it cannot be a part of another one, or is refused. */
async function headOf(text: string, ask: (text: string) => Promise<Answer>) {
  try {
    return await ask(`select * from (\n${text}\n) limit 0`);
  } catch (error) {
    if (error instanceof QueryRefusedError) return undefined; // It is asked as it stands, for its own error.
    throw error;
  }
}

async function tableOf(columns: (readonly [name: string, column: FrameColumn])[]) {
  // Loaded when it is needed: it takes a third of a second.
  const { table } = await import("arquero");
  return table(columns as never);
}
