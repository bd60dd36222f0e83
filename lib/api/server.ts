import { Hono } from "hono";
import { UsageError } from "../errors.ts";
import { notFound, ordersApp, type OrdersAppOptions } from "./app.ts";
import type { OpenOrdersDb } from "./orders_db.ts";

/** Options for {@linkcode listen}. */
export interface ListenOptions {
  /** 0 takes any free port. */
  port: number;
  hostname: string;
  /** Ends the service: requests that are being answered have some seconds to finish. */
  signal: AbortSignal;
  /** Called once it listens. */
  onListen?: (url: string) => void;
}

/** Options for {@linkcode serveOrders}. */
export interface ServeOrdersOptions extends OrdersAppOptions, ListenOptions {}

/** Milliseconds that requests have to finish when the service ends. */
const GRACE = 5000;

/**
 * Serves the API and its page until the signal aborts.
 *
 * @throws {UsageError} The port is taken or may not be used, or the host is not of this machine.
 */
export async function serveOrders(db: OpenOrdersDb, options: ServeOrdersOptions): Promise<void> {
  const app = new Hono();
  app.route("/", ordersApp(db, options));
  app.get("/", (context) => context.redirect("docs"));
  app.notFound(notFound);
  await listen(app, options);
}

/**
 * Serves an app until the signal aborts.
 *
 * @throws {UsageError} The port is taken or may not be used, or the host is not of this machine.
 */
export async function listen(app: Hono, options: ListenOptions): Promise<void> {
  const { port, hostname, signal, onListen } = options;
  const now = new AbortController();
  let server;
  try {
    server = Deno.serve({
      port,
      hostname,
      signal: now.signal,
      onListen: ({ hostname, port }) => onListen?.(urlOf(hostname, port)),
    }, (request, info) => app.fetch(request, info));
  } catch (error) {
    throw explained(error, options);
  }
  const stop = async () => {
    const timer = setTimeout(() => now.abort(), GRACE);
    await server.shutdown();
    clearTimeout(timer);
  };
  const stopped = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => stop().then(stopped.resolve, stopped.reject), {
    once: true,
  });
  if (signal.aborted) stop().then(stopped.resolve, stopped.reject);
  await Promise.all([server.finished, stopped.promise]);
}

function urlOf(hostname: string, port: number): string {
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

function explained(error: unknown, { port, hostname }: ListenOptions): unknown {
  if (error instanceof Deno.errors.AddrInUse) {
    return new UsageError(
      `Cannot serve on port ${port}: another process listens there. Choose another with --port`,
    );
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new UsageError(`Cannot serve on port ${port}: this user may not. Choose one above 1023`);
  }
  if (error instanceof Deno.errors.AddrNotAvailable || /lookup address/.test(String(error))) {
    return new UsageError(`Cannot serve on the host ${hostname}: this machine has no such address`);
  }
  return error;
}
