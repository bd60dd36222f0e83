/** From a PostgreSQL with the shop's tables to change events in Kafka. */
import type { ConnectEndpoint, KafkaEndpoint, PostgresEndpoint } from "../config.ts";
import { type ConnectClient, connectClient } from "../connect/client.ts";
import { type ConnectorState, isHeld } from "../connect/states.ts";
import { UsageError } from "../errors.ts";
import { products, users } from "../feeds/mod.ts";
import { connectKafka } from "../kafka/client.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { until } from "../retry.ts";
import { withPostgres } from "../postgres/client.ts";
import { dropPublication, dropSlot, listSlots, type Slot } from "../postgres/slots.ts";
import { CAPTURE_VARIABLE } from "../stack/engines/connect/settings.ts";
import type { Mode } from "../stack/modes/mode.ts";
import { SHOP_TABLES } from "./make_shop.ts";
import { shopConnector, shopName } from "./shop_connector.ts";

/** The engines that take part. */
export interface CaptureEngines {
  kafka: KafkaEndpoint;
  connect: ConnectEndpoint;
  postgres: PostgresEndpoint;
}

/** Options for {@linkcode captureShop}. */
export interface CaptureOptions {
  mode: Mode;
  signal?: AbortSignal | undefined;
}

/** How long a task that failed may come back by itself, ms: PostgreSQL may have been away. */
const GRACE = 5_000;

/**
 * Makes the topics, the publication and the connector, and waits until its task runs. What is there stays;
 * a task that failed is started again.
 *
 * @returns The connector, which runs, unless somebody has paused or stopped it.
 */
export async function captureShop(
  { kafka, connect, postgres }: CaptureEngines,
  { mode, signal }: CaptureOptions,
): Promise<ConnectorState> {
  const client = connectClient(connect, { signal });
  const name = shopName(client.prefix);
  const admin = await connectKafka(kafka, { ...signal ? { signal } : {}, patience: 10_000 });
  try {
    await ensureTopics(admin, [products, users]);
  } finally {
    await admin.close();
  }
  await withPostgres(postgres, async (sql) => {
    const [found] = await sql`select 1 from pg_publication where pubname = ${name}`;
    if (!found) {
      await sql`create publication ${sql(name)} for table ${sql([...SHOP_TABLES])}`;
    }
  });
  const config = shopConnector(loginOf({ connect, postgres }, mode), client.prefix);
  if (!await isSame(client, name, config)) await client.create(name, config);
  const known = (await client.list()).find((one) => one.name === name);
  if (known && isHeld(known)) return known;
  if (known?.state === "FAILED") await client.restart(name, "failed");
  const state = await client.untilRunning(name, { grace: GRACE });
  await untilRead({ client, name }, postgres, signal);
  return state;
}

/** A task runs before it has connected: changes arrive at once from when its slot is read. */
async function untilRead(
  { client, name }: { client: ConnectClient; name: string },
  postgres: PostgresEndpoint,
  signal: AbortSignal | undefined,
): Promise<void> {
  await withPostgres(postgres, (sql) =>
    until(async () => {
      if ((await listSlots(sql)).some((slot) => slot.name === name && slot.active)) return true;
      await client.untilRunning(name, { grace: GRACE });
      return false;
    }, { every: 50, maxEvery: 500, within: 60_000, signal }));
}

/** Whether the connector is there with this configuration: changing it would start its task again. */
async function isSame(client: ConnectClient, name: string, config: Record<string, string>) {
  if (!(await client.list()).some((one) => one.name === name)) return false;
  const now = await client.config(name);
  return Object.entries(config).every(([key, value]) => now[key] === value);
}

/** PostgreSQL as Connect reaches it: under Docker it is in a container beside it. */
function loginOf(
  { connect, postgres }: Pick<CaptureEngines, "connect" | "postgres">,
  mode: Mode,
) {
  const { host, port, database } = mode === "docker"
    ? { ...postgres, host: "postgres", port: 5432 }
    : postgres;
  // Our own Connect has the password in its environment, where nobody reads it over REST.
  const { user, password } = connect.capture && postgres.shop
    ? { user: connect.capture.user, password: `\${env:${CAPTURE_VARIABLE}}` }
    : postgres;
  return { host, port, database, user, password };
}

/** A connector's replication slot, or one that no connector reads. */
export interface ConnectorSlot extends Slot {
  /** The connector; null if none has it: its changes are kept for nobody. */
  connector: string | null;
}

/** The replication slots of a PostgreSQL, with the connectors that they belong to. */
export async function connectorSlots(
  client: ConnectClient,
  postgres: PostgresEndpoint,
): Promise<ConnectorSlot[]> {
  const names = (await client.list()).filter(readsPostgres).map(({ name }) => name);
  const configs = await Promise.all(names.map((name) => client.config(name)));
  const slots = await withPostgres(postgres, listSlots);
  return slots.map((slot) => {
    const i = configs.findIndex((config) => slotOf(config) === slot.name);
    return { ...slot, connector: names[i] ?? null };
  });
}

/** Whether a connector is one for PostgreSQL. */
export function readsPostgres({ plugin }: Pick<ConnectorState, "plugin">): boolean {
  return /postgres/i.test(plugin);
}

/** The replication slot that a connector's configuration names; undefined if it is not PostgreSQL's. */
export function slotOf(config: Record<string, string>): string | undefined {
  if (!readsPostgres({ plugin: config["connector.class"] ?? "" })) return undefined;
  return config["slot.name"] ?? "debezium";
}

/** The result of {@linkcode deleteConnector}. */
export interface Deleted {
  /** The replication slot that was dropped; null if there was none. */
  slot: string | null;
  /** The replication slot that is left, as PostgreSQL is not ours or does not answer; null if none is. */
  left: string | null;
}

/**
 * Deletes a connector, and drops the replication slot and the publication that it leaves in a PostgreSQL:
 * otherwise the server would keep all changes from then on.
 *
 * @param postgres Undefined if it cannot be reached.
 */
export async function deleteConnector(
  client: ConnectClient,
  name: string,
  postgres: PostgresEndpoint | undefined,
): Promise<Deleted> {
  const config = await client.config(name);
  await client.delete(name);
  const slot = slotOf(config);
  if (slot === undefined) return { slot: null, left: null };
  if (!postgres || !isAt(config, postgres)) return { slot: null, left: slot };
  const dropped = await withPostgres(postgres, async (sql) => {
    const found = await dropSlot(sql, slot);
    await dropPublication(sql, config["publication.name"] ?? "dbz_publication");
    return found;
  });
  return { slot: dropped ? slot : null, left: null };
}

/** Whether a connector reads from this PostgreSQL; under Docker it calls it by its service's name. */
function isAt(config: Record<string, string>, { host, port, database }: PostgresEndpoint): boolean {
  if (config["database.dbname"] !== database) return false;
  const at = config["database.hostname"];
  return at === "postgres" || at === host && Number(config["database.port"] ?? 5432) === port;
}

/** @throws {UsageError} The standard connector needs an engine that is not named. */
export function needShop(postgres: PostgresEndpoint | undefined): PostgresEndpoint {
  if (postgres) return postgres;
  throw new UsageError(
    "Cannot make the connector shop: PostgreSQL does not run. Start it with: deno task up --with cdc",
  );
}
