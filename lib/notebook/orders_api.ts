import { type OrdersClient, ordersClient } from "../api/client/mod.ts";
import { questdb } from "./query/engine.ts";

/** Options for {@linkcode ordersApi}. */
export interface OrdersApiOptions {
  /** Where a server of `deno task api` is. @default none is needed: the API runs within the notebook */
  url?: string;
}

let own: OrdersClient | undefined;

/**
 * The orders API, typed: `await ordersApi().get("/orders/overview", { window: "1h" })`. Without a URL it
 * needs no server: the same code answers in this process, from the QuestDB of the notebook.
 */
export function ordersApi({ url }: OrdersApiOptions = {}): OrdersClient {
  return url === undefined ? own ??= ordersClient({ fetch: inProcess }) : ordersClient({ url });
}

let app: Promise<{ fetch(request: Request): Response | Promise<Response> }> | undefined;

async function inProcess(request: Request): Promise<Response> {
  try {
    return await (await (app ??= open())).fetch(request);
  } catch (error) {
    app = undefined;
    throw error;
  }
}

async function open() {
  // Loaded with the first question, not with the first cell's import.
  const [{ ordersApp }, { openOrdersDb }, { findStack }] = await Promise.all([
    import("../api/app.ts"),
    import("../api/open_orders_db.ts"),
    import("../stack/mod.ts"),
  ]);
  const { endpoint } = await questdb();
  return ordersApp(openOrdersDb(endpoint, {
    connections: 3,
    idle: 0.5, // idle connections would keep a process from ending
    find: async () => (await findStack({ need: ["questdb"] })).endpoints.questdb,
  }));
}
