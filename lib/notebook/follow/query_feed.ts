import type { Row } from "../../questdb/answer.ts";
import { withPlaceMoved } from "../../questdb/query_error.ts";
import { askRest } from "../../questdb/rest.ts";
import { sqlCode } from "../../questdb/sql_pieces.ts";
import type { Query } from "../../questdb/sql_template.ts";
import { withQuestdb } from "../query/engine.ts";
import { onlyReads } from "../query/only_reads.ts";
import { type AskedQuery, explained, flattened, runQuery } from "../query/run_query.ts";
import { withOrigin } from "../query/rows_origin.ts";
import type { Feed } from "./feed.ts";

/** What makes rows depend on others, or on their order: such a query is asked again as a whole. */
const WHOLE = /\b(?:limit|latest|order|union|except|intersect|sample|group|over|distinct|join)\b/i;

/** What stands before the query in what is asked. */
const BEFORE = "select * from (\n";

/**
 * Follows the answer of a query. Where its rows have the designated timestamp and do not depend on
 * others, only those since the newest are asked for; else the whole query.
 */
export function queryFeed(query: Query, keep: number): Feed {
  let time: string | undefined;
  let kept: Row[] = [];
  return {
    async next(signal) {
      const before = kept;
      const text = await withQuestdb(async (at) => {
        const text = flattened(query, at);
        if (!onlyReads(text) || WHOLE.test(sqlCode(text))) return undefined;
        const last = time === undefined ? undefined : kept.at(-1)?.[time];
        const since = last instanceof Date
          ? ` where "${time!.replaceAll('"', '""')}" >= '${last.toISOString()}'::timestamp`
          : "";
        const asked = `${BEFORE}${text}\n)${since} limit -${keep}`;
        const { columns, rows, designated } = await askRest(at.endpoint, asked, { signal })
          .catch((error) => {
            const refused = withPlaceMoved(error, -BEFORE.length);
            return explained(at, { ...query as AskedQuery, text }, refused);
          });
        if (designated === undefined) return undefined;
        time = designated;
        const old = last instanceof Date ? kept.filter((row) => row[time!]! < last) : [];
        kept = withOrigin([...old, ...rows].slice(-keep), { columns, text });
        return text;
      });
      if (text === undefined) {
        kept = await runQuery(query, { limit: keep, signal, log: () => {} });
      }
      return { rows: kept, ...changes(before, kept), name: "query" };
    },
    close: () => Promise.resolve(),
  };
}

/** How many rows are new, and the newest of their times. */
function changes(before: readonly Row[], after: readonly Row[]) {
  const column = Object.entries(after.at(-1) ?? {}).find(([, value]) => value instanceof Date)?.[0];
  const times = column === undefined ? [] : after.map((row) => row[column]).filter(isTime);
  const newest = times.reduce<Date | undefined>(
    (a, b) => a !== undefined && a > b ? a : b,
    undefined,
  );
  const key = (row: Row) =>
    JSON.stringify(row, (_, value) => typeof value === "bigint" ? `${value}` : value);
  const known = new Set(before.map(key));
  return { newest, added: after.filter((row) => !known.has(key(row))).length };
}

const isTime = (value: unknown): value is Date => value instanceof Date && !isNaN(value.getTime());
