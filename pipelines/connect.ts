/** `deno task connect`: Kafka Connect from the shell. */
import {
  captureShop,
  connectorSlots,
  deleteConnector,
  needShop,
  readsPostgres,
} from "../lib/cdc/capture.ts";
import { describeSlot } from "../lib/cdc/describe_slot.ts";
import { SHOP_CONNECTOR } from "../lib/cdc/shop_connector.ts";
import { defineCommand, main } from "../lib/cli.ts";
import type { PostgresEndpoint } from "../lib/config.ts";
import { type ConnectClient, connectClient } from "../lib/connect/client.ts";
import { readConnector } from "../lib/connect/connector_file.ts";
import { masked } from "../lib/connect/mask.ts";
import { type ConnectorState, isHeld } from "../lib/connect/states.ts";
import { messageOf, UnavailableError, UsageError } from "../lib/errors.ts";
import { nearest } from "../lib/nearest.ts";
import { until } from "../lib/retry.ts";
import { findStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";

/** The actions, and whether each takes the name of a connector: never, perhaps, always. */
const ACTIONS: Record<string, "none" | "optional" | "needed"> = {
  list: "none",
  plugins: "none",
  status: "optional",
  config: "needed",
  create: "needed",
  restart: "needed",
  pause: "needed",
  resume: "needed",
  delete: "needed",
};

await main(defineCommand({
  name: "connect",
  summary: "Shows and controls the connectors of Kafka Connect.",
  words: `<${Object.keys(ACTIONS).join("|")}> [connector|file.json]`,
  count: [1, 2],
  flags: {
    all: { type: "boolean", help: "list, status: include every namespace" },
    json: { type: "boolean", help: "print one line of JSON" },
  },
  examples: [
    "deno task connect list",
    "deno task connect plugins",
    "deno task connect status shop",
    "deno task connect create shop",
    "deno task connect create my_connector.json",
    "deno task connect delete shop",
  ],
  async run({ flags: { all, json }, args, signal }) {
    const [action, word] = checkWords(args);
    const { mode, endpoints } = await findStack({ need: ["connect"] });
    const client = connectClient(endpoints.connect, { signal });
    const show = (value: unknown, text: () => string) =>
      console.log(json ? JSON.stringify(value) : text());
    if (action === "plugins") {
      const plugins = await client.plugins();
      return show(plugins, () => table(plugins));
    }
    if (action === "list") {
      const found = (await client.list()).filter((one) =>
        all || one.name.startsWith(client.prefix)
      );
      return show(
        found.map(listRow),
        () =>
          found.length > 0
            ? table(found.map(listRow))
            : "There are no connectors. Make one: deno task connect create shop",
      );
    }
    if (action === "create") {
      const state = await create(word!, { client, mode, signal });
      return show(state, () => `${state.name} is ${state.state}, ${tasksOf(state)}`);
    }
    if (action === "status") return await status(word, { client, all, json });
    const name = await resolve(client, word!, action !== "config");
    if (action === "config") {
      const config = masked(await client.config(name));
      const rows = Object.entries(config).map(([setting, value]) => ({ setting, value }));
      return show(config, () => table(rows));
    }
    if (action === "delete") {
      const done = await deleteConnector(client, name, (await postgresHere()).postgres);
      if (done.left !== null) {
        console.error(
          `Its replication slot ${done.left} is left in its database, which keeps all changes for it. ` +
            `Drop it there: select pg_drop_replication_slot('${done.left}')`,
        );
      }
      const slot = done.slot === null ? "" : `, and dropped its replication slot ${done.slot}`;
      return show({ deleted: name, ...done }, () => `deleted ${name}${slot}`);
    }
    if (action === "pause") await client.pause(name);
    else if (action === "resume") await client.resume(name);
    else await client.restart(name);
    const wanted = action === "pause"
      ? await untilPaused(client, { name, signal })
      : await client.untilRunning(name, { grace: 2_000 });
    return show(wanted, () => `${name} is ${wanted.state}, ${tasksOf(wanted)}`);
  },
}));

function checkWords([action = "", word]: string[]): [string, string | undefined] {
  const takes = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (takes === undefined) {
    const [meant] = nearest(action, Object.keys(ACTIONS), { most: 1 });
    const hint = meant ? `did you mean ${meant}?` : `choose ${Object.keys(ACTIONS).join(", ")}`;
    throw new UsageError(`Cannot use ${JSON.stringify(action)}: ${hint}`);
  }
  if (takes === "needed" && word === undefined) {
    throw new UsageError(
      action === "create"
        ? `Missing connector: name ${SHOP_CONNECTOR}, or a JSON file with a configuration`
        : `Missing connector: name the connector to ${action}`,
    );
  }
  if (takes === "none" && word !== undefined) {
    throw new UsageError(`Cannot use ${JSON.stringify(word)}: ${action} takes no connector`);
  }
  return [action, word];
}

function table(rows: object[]): string {
  return formatTable(rows as Record<string, unknown>[], { maxRows: Infinity, maxWidth: 300 });
}

function tasksOf({ tasks }: ConnectorState): string {
  const counts = Map.groupBy(tasks, ({ state }) => state);
  const words = [...counts].map(([state, some]) => `${some.length} ${state}`);
  return words.length > 0 ? `tasks: ${words.join(", ")}` : "no tasks";
}

function listRow(state: ConnectorState) {
  return {
    name: state.name,
    state: state.state,
    connector: state.connector,
    tasks: state.tasks.map((task) => task.state).join(",") || null,
    failure: state.failure,
    plugin: state.plugin,
  };
}

/**
 * The whole name of a connector: those of this namespace may be written without it.
 *
 * @param own Only they: the others' are not to be changed from here.
 */
async function resolve(client: ConnectClient, name: string, own: boolean): Promise<string> {
  const { prefix } = client;
  const found = await client.nameOf(name);
  if (!own || found.startsWith(prefix)) return found;
  throw new UsageError(
    `Cannot change the connector ${found}: it is not in the namespace ${prefix.slice(0, -1)}`,
  );
}

async function create(
  word: string,
  { client, mode, signal }: {
    client: ConnectClient;
    mode: "external" | "docker" | "java";
    signal: AbortSignal;
  },
): Promise<ConnectorState> {
  if (word === SHOP_CONNECTOR) {
    needShop((await postgresHere()).postgres);
    const { endpoints } = await findStack({ need: ["kafka", "connect", "postgres"] });
    return await captureShop(endpoints, { mode, signal });
  }
  const { name, config } = await readConnector(word);
  const whole = name.startsWith(client.prefix) ? name : client.prefix + name;
  await client.create(whole, config);
  // A connector of that name that somebody has paused stays so, with the new configuration.
  const known = (await client.list()).find((one) => one.name === whole);
  if (known && isHeld(known)) return known;
  return await client.untilRunning(whole, { grace: 2_000 });
}

/** PostgreSQL; without it, why it cannot be asked. */
async function postgresHere(): Promise<{ postgres?: PostgresEndpoint; away?: string }> {
  try {
    return { postgres: (await findStack({ need: ["postgres"] })).endpoints.postgres };
  } catch (error) {
    if (!(error instanceof UnavailableError || error instanceof UsageError)) throw error;
    return { away: messageOf(error) };
  }
}

async function untilPaused(
  client: ConnectClient,
  { name, signal }: { name: string; signal: AbortSignal },
): Promise<ConnectorState> {
  return await until(async () => {
    const found = await client.status(name);
    return found.tasks.some(({ state }) => state === "RUNNING") ? undefined : found;
  }, { every: 100, within: 60_000, signal });
}

/** Prints the states with the traces of failures, and the replication slots of our own PostgreSQL. */
async function status(
  word: string | undefined,
  { client, all, json }: { client: ConnectClient; all: boolean; json: boolean },
): Promise<number> {
  const name = word === undefined ? undefined : await resolve(client, word, false);
  const found = (await client.list()).filter((one) =>
    name === undefined ? all || one.name.startsWith(client.prefix) : one.name === name
  );
  const { postgres, away } = await postgresHere();
  const slots = postgres
    ? (await connectorSlots(client, postgres)).filter(({ connector }) =>
      name === undefined
        ? all || connector === null || connector.startsWith(client.prefix)
        : connector === name
    )
    : [];
  // Its task goes on saying RUNNING while it tries to connect again.
  if (away !== undefined && found.some(readsPostgres)) {
    console.error(`warning: the replication slots cannot be shown: ${away}`);
  }
  const code = found.some(({ state }) => state === "FAILED") ? 1 : 0;
  if (json) {
    console.log(JSON.stringify({ connectors: found, slots }));
    return code;
  }
  for (const one of found) {
    console.log(`${one.name}: ${one.state} (the connector says ${one.connector})`);
    for (const { id, state, worker, trace } of one.tasks) {
      console.log(`  task ${id}: ${state} on ${worker}`);
      if (trace) console.log(trace.trimEnd().replace(/^/gm, "    "));
    }
  }
  if (found.length === 0) console.log("There are no connectors");
  for (const slot of slots) {
    const state = found.find((one) => one.name === slot.connector)?.state;
    const { line, hint } = describeSlot(slot, state);
    console.log(line);
    if (hint) console.error(hint);
  }
  return code;
}
