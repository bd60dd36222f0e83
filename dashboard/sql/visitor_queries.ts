/** Visitors' queries: as the user who may only read, limited in rows, bytes, time and number. */
import type { AnswerColumn } from "../../lib/questdb/answer.ts";
import type { Questdb } from "../../lib/questdb/client.ts";
import { withPlaceMoved } from "../../lib/questdb/query_error.ts";
import type { DashboardServices } from "../services.ts";
import { allowedSql } from "./allowed_sql.ts";

/** What a query may cost. */
export interface VisitorLimits {
  rows: number;
  /** Of its values as text, about. */
  bytes: number;
  /** Milliseconds, waiting included. */
  time: number;
}

/** Options for {@linkcode VisitorQueries.run}. */
export interface VisitorQueryOptions {
  limits: VisitorLimits;
  /** Cancels it in the database. */
  signal: AbortSignal;
  /** Called with the values of each row, in the order of the columns; never beyond the limits. */
  onRow(values: readonly unknown[], columns: readonly AnswerColumn[]): void;
}

/** How a query ended. */
export interface VisitorResult {
  columns: readonly AnswerColumn[];
  rows: number;
  /** Which limit left rows out, if one did. */
  cut?: "rows" | "bytes";
  /** Milliseconds. */
  took: number;
}

/** More queries run than may, or one takes too long. */
export class LimitError extends Error {
  override name = "LimitError";
}

/** Runs what visitors write. */
export interface VisitorQueries {
  /**
   * Runs one statement that reads.
   *
   * @throws {NotAllowedError} It is something else.
   * @throws {LimitError} Too many run, or it took too long: then it was cancelled.
   * @throws {QueryRefusedError} QuestDB refused it; the position is that in `sql`.
   * @throws The signal's reason.
   */
  run(sql: string, options: VisitorQueryOptions): Promise<VisitorResult>;
}

/**
 * Queries that run in the database at once, and those that wait for them. QuestDB runs a query in one of its
 * few threads for the wire, which also take the requests to cancel one: two queries could hold up the panels.
 */
const RUNNING = 1, WAITING = 7;
const ENOUGH = Symbol("enough");

/** Opens connections of their own, so that panels never wait for visitors' queries. */
export function visitorQueries(services: Pick<DashboardServices, "openReader">): VisitorQueries {
  let db: Questdb | undefined;
  let open = 0;
  return {
    async run(sql, { limits, signal, onRow }) {
      const { text, start, isQuery } = allowedSql(sql);
      if (open >= RUNNING + WAITING) {
        throw new LimitError(`${open} queries run already: wait until one of them has ended`);
      }
      db ??= services.openReader({ connections: RUNNING, times: "text" });
      open++;
      const started = performance.now();
      const late = new AbortController(), full = new AbortController();
      const timer = setTimeout(() => late.abort(new LimitError(tooLong(limits))), limits.time);
      const all = AbortSignal.any([signal, late.signal, full.signal]);
      let columns: readonly AnswerColumn[] = [];
      let rows = 0, bytes = 0;
      let cut: VisitorResult["cut"];
      function take(values: unknown[], found: readonly AnswerColumn[]): void {
        if (all.aborted) return; // on its way when that happened
        columns = found;
        bytes += sizeOf(values);
        cut = rows >= limits.rows ? "rows" : bytes > limits.bytes ? "bytes" : undefined;
        if (cut) return full.abort(ENOUGH);
        rows++;
        onRow(values, found);
      }
      // QuestDB stops by itself after one row too many: a cancelled answer would still be sent for long.
      const [before, after] = isQuery
        ? ["select * from (", `\n) limit ${limits.rows + 1}`]
        : ["", ""];
      try {
        const answer = await db.ask(before + text + after, { signal: all, onRow: take });
        columns = answer.columns;
      } catch (error) {
        if (error !== ENOUGH) throw withPlaceMoved(error, start - before.length);
      } finally {
        clearTimeout(timer);
        open--;
      }
      const took = Math.round(performance.now() - started);
      return { columns, rows, took, ...cut ? { cut } : {} };
    },
  };
}

function tooLong({ time }: VisitorLimits): string {
  return `The query took longer than ${time / 1000} s and was cancelled: ` +
    "ask for less, as by a condition on the timestamp";
}

/** About as many bytes as the values have as text. */
function sizeOf(values: readonly unknown[]): number {
  let size = 0;
  for (const value of values) {
    size += typeof value === "string" ? value.length : Array.isArray(value) ? 9 * value.length : 9;
  }
  return size;
}
