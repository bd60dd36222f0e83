/** What the SQL page asks the server: names, rows, files. */
import type { Context, Hono } from "hono";
import { READER_SETTING } from "../open_services.ts";
import type { DashboardServices } from "../services.ts";
import { csvFile, parquetFile } from "./row_files.ts";
import { sqlNames } from "./names.ts";
import { spool } from "./spool.ts";
import { CUT_HEADER, ROWS_HEADER, type SqlAnswer, type SqlError } from "./sql_answer.ts";
import { sqlFailure } from "./sql_error.ts";
import { type VisitorLimits, visitorQueries } from "./visitor_queries.ts";

/** What is shown, and what is written into a file. */
export const SHOWN: VisitorLimits = { rows: 10_000, bytes: 8_000_000, time: 20_000 };
export const DOWNLOADED: VisitorLimits = { rows: 1_000_000, bytes: 200_000_000, time: 60_000 };

/** Kinds of files. */
const FILES = {
  csv: { type: "text/csv; charset=utf-8", open: csvFile },
  parquet: { type: "application/vnd.apache.parquet", open: parquetFile },
};

const OFF = `This page is off, as it would have to ask as a user who may write: ${READER_SETTING}`;
const NO_STORE = { "Cache-Control": "no-store" };

/** Adds the routes below `/sql`. */
export function sqlRoutes(app: Hono, services: DashboardServices): void {
  const names = sqlNames(services);
  const queries = visitorQueries(services);

  async function answer(
    context: Context,
    work: (body: Record<string, unknown> & { sql: string }) => Promise<Response>,
  ): Promise<Response> {
    const refuse = (status: 400 | 403 | 429 | 503, error: SqlError) =>
      context.json({ error }, status, NO_STORE);
    if (!services.readOnly) {
      return refuse(403, { message: OFF });
    }
    const body = await context.req.json().catch(() => undefined); // answered below
    const sql: unknown = body?.sql;
    if (typeof sql !== "string") return refuse(400, { message: 'Send {"sql": "select …"}' });
    try {
      return await work({ ...body, sql });
    } catch (error) {
      const { signal } = context.req.raw;
      if (signal.aborted) return refuse(400, { message: "Stopped" }); // nobody reads it
      const failure = await sqlFailure(error, sql, names);
      if (!failure) throw error;
      return refuse(failure.status, failure.error);
    }
  }

  app.get("/sql/names", async (context) => {
    if (!services.readOnly) {
      return context.json({ error: { message: OFF } }, 403, NO_STORE);
    }
    try {
      return context.json(await names.all(), 200, NO_STORE);
    } catch (error) {
      const failure = await sqlFailure(error, "", names);
      if (!failure) throw error;
      return context.json({ error: failure.error }, failure.status, NO_STORE);
    }
  });

  app.post("/sql/run", (context) =>
    answer(context, async ({ sql }) => {
      const rows: SqlAnswer["rows"] = [];
      const { columns, took, cut } = await queries.run(sql, {
        limits: SHOWN,
        signal: context.req.raw.signal,
        onRow: (values) => rows.push(values),
      });
      const found: SqlAnswer = { columns, rows, took, ...cut ? { cut } : {} };
      const text = JSON.stringify(
        found,
        (_, value) => typeof value === "bigint" ? String(value) : value,
      );
      return context.body(text, 200, { ...NO_STORE, "Content-Type": "application/json" });
    }));

  app.post("/sql/download", (context) =>
    answer(context, async ({ sql, format }) => {
      if (format !== "csv" && format !== "parquet") {
        return context.json({ error: { message: "Choose csv or parquet" } }, 400, NO_STORE);
      }
      const { type, open } = FILES[format];
      using file = await spool();
      const target = open(file.take);
      const { columns, rows, cut } = await queries.run(sql, {
        limits: DOWNLOADED,
        signal: context.req.raw.signal,
        onRow: target.write,
      });
      target.end(columns);
      return context.body(file.release(), 200, {
        ...NO_STORE,
        "Content-Type": type,
        "Content-Length": String(file.size),
        "Content-Disposition": `attachment; filename="query.${format}"`,
        [ROWS_HEADER]: String(rows),
        ...cut ? { [CUT_HEADER]: cut } : {},
      });
    }));
}
