/** `deno task dashboard`: the live pages and the orders API over HTTP. */
import { join } from "node:path";
import { pages } from "../dashboard/pages/mod.ts";
import { openBrowser } from "../dashboard/open_browser.ts";
import { openServices } from "../dashboard/open_services.ts";
import { isLoopback } from "../dashboard/security/access.ts";
import { serveDashboard } from "../dashboard/server.ts";
import { openOrdersDb } from "../lib/api/open_orders_db.ts";
import { defineCommand, main } from "../lib/cli.ts";
import { callersPath } from "../lib/config.ts";
import { UnavailableError, UsageError } from "../lib/errors.ts";
import { findStack } from "../lib/stack/mod.ts";
import { stackDir } from "../lib/stack/stack_dir.ts";

await main(defineCommand({
  name: "dashboard",
  summary: "Serves the live pages and the orders API over HTTP until Ctrl-C.",
  flags: {
    port: { type: "integer", value: "n", default: 8080, help: "the port; 0 takes any free one" },
    host: {
      type: "string",
      value: "address",
      default: "127.0.0.1",
      help: "the address to listen on; others than 127.0.0.1 open it to the network, with a token",
    },
    data: {
      type: "string",
      value: "dir",
      help: "a folder with real files: chicago_areas/community_areas.geojson[.gz] draws the map",
    },
    open: { type: "boolean", help: "opens the pages in this machine's browser" },
  },
  examples: [
    "deno task dashboard",
    "deno task dashboard --open",
    "deno task dashboard --port 9090 --data ~/real_data",
    "TRIBUTARY_DASHBOARD_TOKEN=… deno task dashboard --host 0.0.0.0",
  ],
  async run({ flags, signal }) {
    const { port, host: hostname } = flags;
    if (port > 65_535) throw new UsageError(`Cannot use --port ${port}: ports go up to 65535`);
    if (hostname === "") {
      throw new UsageError('Cannot use --host "": write an address such as 127.0.0.1');
    }
    if (flags.open && !isLoopback(hostname)) {
      throw new UsageError(
        `Cannot use --open with --host ${hostname}: its token would stand in a command line, which ` +
          "others can read. Open the address that is printed",
      );
    }
    const token = tokenOf(Deno.env.get("TRIBUTARY_DASHBOARD_TOKEN"));
    const data = flags.data === undefined ? undefined : await folderOf(flags.data);
    const locate = async () => (await findStack({ need: ["questdb"] })).endpoints.questdb;
    const locateKafka = async () => (await findStack({ need: ["kafka"] })).endpoints.kafka;
    const questdb = await locate();
    const kafka = await locateKafka().catch((error) => {
      if (!(error instanceof UnavailableError)) throw error;
      console.error(
        "Kafka does not run: what is read from it is missing until it does (deno task up)",
      );
      return undefined;
    });
    const services = openServices({ questdb, ...kafka && { kafka } }, {
      data,
      // One that does not run now may run later: until then the last address is tried.
      find: async () => {
        const [questdb, kafka] = await Promise.all([
          locate().catch(() => undefined),
          locateKafka().catch(() => undefined),
        ]);
        return { ...questdb && { questdb }, ...kafka && { kafka } };
      },
    });
    const orders = openOrdersDb(questdb, { find: () => locate().catch(() => undefined) });
    try {
      await serveDashboard({
        pages,
        services,
        orders,
        port,
        hostname,
        token: isLoopback(hostname) ? undefined : token,
        folder: join(stackDir(), "dashboard"),
        signal,
        onListen(url) {
          console.error(listening(url));
          if (flags.open) {
            void openBrowser(url, { signal }).then((why) => why && console.error(why));
          }
        },
      });
    } finally {
      await Promise.all([services.close(), orders.close()]);
    }
  },
}));

/** What is said of the address. One of every interface is no address to open, so it is this machine's. */
function listening(url: string): string {
  const here = url.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, "//127.0.0.1");
  const others = here === url ? "" : " For others: this machine's name in place of 127.0.0.1.";
  return `Dashboard at ${here}${others} Stop with Ctrl-C`;
}

function tokenOf(token: string | undefined): string | undefined {
  if (!token) return undefined;
  if (token.length >= 16 && /^[\w.~-]+$/.test(token)) return token;
  throw new UsageError(
    "Cannot use TRIBUTARY_DASHBOARD_TOKEN: it takes at least 16 letters, digits and . _ ~ -",
  );
}

async function folderOf(path: string): Promise<string> {
  const folder = callersPath(path);
  const found = await Deno.stat(folder).catch(() => undefined); // named below
  if (found?.isDirectory) return folder;
  throw new UsageError(`Cannot use --data ${JSON.stringify(path)}: there is no such folder`);
}
