/** The API as a Hono app, which a server of its own or a larger one serves under the same paths. */
import { type Context, Hono } from "hono";
import { messageOf, UnavailableError } from "../errors.ts";
import { QueryRefusedError } from "../questdb/query_error.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { openapi } from "./openapi.ts";
import type { OpenOrdersDb } from "./orders_db.ts";
import { PAGE_POLICY, pageFiles } from "./page.ts";
import { now } from "./parameters.ts";
import { BadParameterError, NotFoundError, OverloadedError, quotedValue } from "./problems.ts";
import { readParameters } from "./read_parameters.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";
import { openTrouble, type Trouble } from "./trouble.ts";
import type { Health, Problem } from "./schemas.ts";

/** Options for {@linkcode ordersApp}. */
export interface OrdersAppOptions {
  /** @default metrics of its own */
  metrics?: Metrics;
  /** Called with faults of the server, for the person who runs it. @default console.error */
  log?: (line: string) => void;
  /** Called when requests begin to be answered with 503, with the reason, and when it is over. @default console.error */
  onTrouble?: (line: string) => void;
}

/** Where faults and troubles are reported. */
interface Reports {
  log: (line: string) => void;
  trouble: Trouble;
}

const METHODS = "GET, HEAD";
/** Seconds after which to try again. */
const RETRY = "1";
/** How old a moment must be for its answer to be kept, in microseconds: rows of it may still come. */
const SETTLED = 60e6;

/**
 * Makes the app. Paths that it does not have are answered by the server that serves it; see
 * {@linkcode notFound}.
 */
export function ordersApp(db: OpenOrdersDb, options: OrdersAppOptions = {}): Hono {
  const { metrics = createMetrics(), log = console.error, onTrouble = console.error } = options;
  const reports = { log, trouble: openTrouble(onTrouble) };
  db.onError = (error) => metrics.databaseError(kindOf(error));
  const app = new Hono();
  app.onError((error, context) => failure(context, error, reports));

  const serve = (path: string, answer: (context: Context) => Promise<Response> | Response) => {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    const counted = async (context: Context, work: typeof answer) => {
      const start = performance.now();
      metrics.open(1);
      let response: Response | undefined;
      try {
        response = await Promise.resolve(work(context))
          .catch((error) => failure(context, error, reports));
      } finally {
        metrics.open(-1);
        metrics.request(
          { route: path, status: response?.status ?? 500 },
          (performance.now() - start) / 1000,
        );
      }
      response.headers.set("X-Content-Type-Options", "nosniff");
      return response;
    };
    app.get(pattern, (context) => counted(context, answer));
    app.all(pattern, (context) =>
      counted(context, () => {
        context.header("Allow", METHODS);
        const message = `${path} has no method ${quotedValue(context.req.method)}: use ${METHODS}`;
        return problem(context, 405, message);
      }));
  };

  for (const route of routes) {
    serve(route.path, async (context) => {
      const answer = await answerRoute(context, route, db);
      reports.trouble.answered();
      return answer;
    });
  }
  serve("/health", (context) => health(context, db));
  serve("/metrics", (context) => context.body(metrics.text(), 200, PROMETHEUS));
  serve("/openapi.json", (context) => context.json(description));
  for (const [path, { type, text }] of Object.entries(pageFiles)) {
    serve(path, async (context) =>
      context.body(await text(), 200, {
        "Content-Type": type,
        "Cache-Control": "no-cache",
        "Content-Security-Policy": PAGE_POLICY,
      }));
  }
  return app;
}

const PROMETHEUS = { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" };
const description = openapi();

/** The answer for a path that does not exist. */
export function notFound(context: Context): Response {
  return problem(
    context,
    404,
    `There is no path ${quotedValue(context.req.path)}: /openapi.json lists them, /docs shows them`,
  );
}

async function answerRoute(context: Context, route: Route, db: OpenOrdersDb): Promise<Response> {
  const url = new URL(context.req.url);
  const values = readParameters(route.parameters, {
    path: context.req.param() as Record<string, string>,
    query: url.searchParams,
  });
  const body = JSON.stringify(await route.run(db, values));
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  const at = url.searchParams.has("at") ? values.at as number : Infinity;
  if (at > now() - SETTLED) {
    return context.body(body, 200, { ...headers, "Cache-Control": "no-store" });
  }
  headers["Cache-Control"] = "private, max-age=5";
  headers.ETag = await etagOf(body);
  return isKnown(context.req.header("If-None-Match"), headers.ETag)
    ? context.body(null, 304, headers)
    : context.body(body, 200, headers);
}

async function etagOf(body: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  return `"${new Uint8Array(hash).slice(0, 12).toBase64({ alphabet: "base64url" })}"`;
}

/** Whether a client has the answer already; a proxy that compresses it makes its tag a weak one. */
function isKnown(tags: string | undefined, etag: string): boolean {
  const known = (tags ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return known.includes(etag) || known.includes("*");
}

async function health(context: Context, db: OpenOrdersDb): Promise<Response> {
  try {
    await db.ask("select 1");
    return context.json({ status: "ok", questdb: "up" } satisfies Health);
  } catch {
    // The metrics have the error; the person who asks needs only to know that there is one.
    context.header("Retry-After", RETRY);
    return context.json({ status: "unavailable", questdb: "down" } satisfies Health, 503);
  }
}

function problem(
  context: Context,
  status: 400 | 404 | 405 | 500 | 503,
  message: string,
  parameter: string | null = null,
): Response {
  context.header("Cache-Control", "no-store");
  return context.json({ error: { message, parameter } } satisfies Problem, status);
}

/** An error as an answer, without SQL, stacks or addresses. */
function failure(context: Context, error: unknown, { log, trouble }: Reports): Response {
  if (error instanceof BadParameterError) {
    return problem(context, 400, error.message, error.parameter);
  }
  if (error instanceof NotFoundError) return problem(context, 404, error.message, error.parameter);
  if (error instanceof OverloadedError || error instanceof UnavailableError) {
    trouble.failed(error);
    context.header("Retry-After", RETRY);
    return problem(
      context,
      503,
      error instanceof OverloadedError
        ? error.message
        : "The database cannot be reached: try again later",
    );
  }
  if (error instanceof QueryRefusedError && isPassing(error)) {
    trouble.failed(error);
    context.header("Retry-After", RETRY);
    return problem(context, 503, "The database cannot answer this now: try again later");
  }
  log(`Fault in ${context.req.method} ${quotedValue(context.req.path)}: ${messageOf(error)}`);
  return problem(context, 500, "The server has a fault: its log has more");
}

/** A query that was right a moment ago: a table is dropped, made again or busy, or memory is short. */
function isPassing({ message }: QueryRefusedError): boolean {
  return /does not exist|busy|timeout|cached plan|cannot be used|reloaded|memory|cancelled/i.test(
    message,
  );
}

function kindOf(error: unknown): string {
  if (error instanceof UnavailableError) return "unavailable";
  return error instanceof OverloadedError ? "overloaded" : "refused";
}
