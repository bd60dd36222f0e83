/** The dashboard's server: pages, their live answers, and the orders API, in one process. */
import { type Context, Hono } from "hono";
import { getConnInfo } from "hono/deno";
import { notFound, ordersApp } from "../lib/api/app.ts";
import type { OpenOrdersDb } from "../lib/api/orders_db.ts";
import { listen } from "../lib/api/server.ts";
import { messageOf } from "../lib/errors.ts";
import { openAssets } from "./assets/assets.ts";
import type { Page } from "./define_page.ts";
import { askPanel } from "./live/ask_panel.ts";
import { type Live, liveRoutes } from "./live/live_routes.ts";
import { type SharedQueries, sharedQueries } from "./live/shared_queries.ts";
import { pageHtml } from "./page_html.ts";
import { type Access, accessOf } from "./security/access.ts";
import { guard } from "./security/guard.ts";
import type { DashboardServices } from "./services.ts";

/** Options for {@linkcode serveDashboard}. */
export interface DashboardOptions {
  pages: readonly Page[];
  services: DashboardServices;
  /** Serves the orders API under its own paths. @default not */
  orders?: OpenOrdersDb;
  /** 0 takes any free port. */
  port: number;
  /** Other addresses than loopback need a token. @default "127.0.0.1" */
  hostname?: string;
  /** @default a random one, if one is needed */
  token?: string | undefined;
  /** Where the bundled pages are kept. */
  folder: string;
  /** Ends the service. */
  signal: AbortSignal;
  /** Called once it listens, with the address to open. */
  onListen?: (url: string, server: RunningDashboard) => void;
}

/** What runs, for tests and for measurements. */
export interface RunningDashboard {
  access: Access;
  queries: SharedQueries;
}

/** Largest body of a request, in bytes, unless a page allows more. */
const BODY = 65_536;

/**
 * Serves the dashboard until the signal aborts.
 *
 * @throws {UsageError} The port is taken or may not be used, or the host is not of this machine.
 * @throws {Error} The pages' code cannot be bundled.
 */
export async function serveDashboard(options: DashboardOptions): Promise<void> {
  const { pages, services, folder, port, hostname = "127.0.0.1", token, signal, onListen } =
    options;
  const { log } = services;
  const assets = await openAssets({ folder, log });
  const queries = sharedQueries({
    ask: (topic, signal, meanwhile) => askPanel(topic, { services, signal, meanwhile }),
    log,
  });
  const live: Live = liveRoutes({ pages, queries, callerOf, build: assets.build });
  let access: Access | undefined;
  const app = new Hono();
  app.use((context, next) =>
    guard({ access: access!, bodyLimit, callerOf })(context, next) as Promise<void>
  );
  app.onError((error, context) => {
    log(`Fault in ${context.req.method} ${JSON.stringify(context.req.path)}: ${messageOf(error)}`);
    const message = "The server has a fault: its log has more";
    return context.json({ error: { message, parameter: null } }, 500);
  });
  app.route("/", assets.app);
  app.route("/", live.app);
  for (const page of pages) {
    page.routes?.(app, services);
    app.get(
      page.path,
      (context) =>
        context.html(pageHtml(page, { pages, assets }), 200, { "Cache-Control": "no-store" }),
    );
  }
  if (options.orders) app.route("/", ordersApp(options.orders, { log }));
  app.notFound(notFound);

  function bodyLimit(path: string): number {
    const page = pages.find((page) => page.path !== "/" && path.startsWith(`${page.path}/`));
    return page?.bodyLimit ?? BODY;
  }
  const abort = () => {
    live.close();
    queries.close();
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    await listen(app, {
      port,
      hostname,
      signal,
      onListen(url) {
        access = accessOf({ hostname, port: Number(new URL(url).port), token });
        const query = access.token === undefined
          ? ""
          : `?token=${encodeURIComponent(access.token)}`;
        onListen?.(`${url}/${query}`, { access, queries });
      },
    });
  } finally {
    signal.removeEventListener("abort", abort);
    abort();
  }
}

function callerOf(context: Context): string {
  return getConnInfo(context).remote.address ?? "";
}
