/** `deno task api`: the orders API over HTTP. */
import { openOrdersDb } from "../lib/api/open_orders_db.ts";
import { serveOrders } from "../lib/api/server.ts";
import { defineCommand, main } from "../lib/cli.ts";
import { UsageError } from "../lib/errors.ts";
import { findStack } from "../lib/stack/mod.ts";

await main(defineCommand({
  name: "api",
  summary: "Serves the orders API over HTTP, with a page to try it, until Ctrl-C.",
  flags: {
    port: { type: "integer", value: "n", default: 8080, help: "the port; 0 takes any free one" },
    host: {
      type: "string",
      value: "address",
      default: "127.0.0.1",
      help: "the address to listen on; others than 127.0.0.1 open it to the network",
    },
  },
  examples: [
    "deno task api",
    "deno task api --port 9090",
    "curl 'http://127.0.0.1:8080/orders/overview?window=1h'",
  ],
  async run({ flags, signal }) {
    const { port, host } = flags;
    if (port > 65_535) throw new UsageError(`Cannot use --port ${port}: ports go up to 65535`);
    if (host === "") {
      throw new UsageError('Cannot use --host "": write an address such as 127.0.0.1');
    }
    const locate = async () => (await findStack({ need: ["questdb"] })).endpoints.questdb;
    const db = openOrdersDb(await locate(), {
      // One that does not run now may run later: until then the last address is tried.
      find: () => locate().catch(() => undefined),
    });
    try {
      await serveOrders(db, {
        port,
        hostname: host,
        signal,
        onListen: (url) => console.error(`Orders API at ${url}/docs. Stop with Ctrl-C`),
      });
    } finally {
      await db.close();
    }
  },
}));
