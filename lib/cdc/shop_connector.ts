/** The connector that carries the shop's changes into Kafka. */
import type { ConnectorConfig } from "../connect/client.ts";
import { SHOP_TABLES } from "./make_shop.ts";

/** The connector's name without a namespace. */
export const SHOP_CONNECTOR = "shop";

/** Where Connect reaches PostgreSQL, and with what it logs in. */
export interface CaptureFrom {
  host: string;
  port: number;
  database: string;
  user: string;
  /** The password, or where Connect finds it: `${env:NAME}`. */
  password: string;
}

/** The connector, its slot and its publication have one name in a namespace. */
export function shopName(prefix: string): string {
  return `${prefix}${SHOP_CONNECTOR}`;
}

/**
 * Debezium's configuration.
 *
 * - Topics are the streams': `products`, `users`, with the namespace before. Keys are ids as plain text,
 *   as those of the simulator, so that a compacted topic keeps one change for each id.
 * - `when_needed`: if the slot is gone, or Kafka's data is, all rows are read again.
 * - Prices are numbers: by default they would be base64 of their digits.
 *
 * @param prefix The namespace with its underscore, or "".
 */
export function shopConnector(from: CaptureFrom, prefix: string): ConnectorConfig {
  const name = shopName(prefix);
  const source = `${prefix}cdc`;
  return {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "tasks.max": "1",
    "plugin.name": "pgoutput",
    "database.hostname": from.host,
    "database.port": String(from.port),
    "database.dbname": from.database,
    "database.user": from.user,
    "database.password": from.password,
    "topic.prefix": source,
    "table.include.list": SHOP_TABLES.map((table) => `public.${table}`).join(","),
    "slot.name": name,
    "publication.name": name,
    "publication.autocreate.mode": "disabled", // it would have to own the tables
    "exactly.once.support": "required",
    "snapshot.mode": "when_needed",
    "decimal.handling.mode": "double",
    "time.precision.mode": "connect",
    "tombstones.on.delete": "true",
    "poll.interval.ms": "50",
    "retriable.restart.connector.wait.ms": "1000",
    "transforms": "route,id",
    "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
    "transforms.route.regex": `${source}\\.public\\.(${SHOP_TABLES.join("|")})`,
    "transforms.route.replacement": `${prefix}$1`,
    "transforms.id.type": "org.apache.kafka.connect.transforms.ExtractField$Key",
    "transforms.id.field": "id",
    "topic.creation.default.replication.factor": "1",
    "topic.creation.default.partitions": "1",
    "topic.creation.default.cleanup.policy": "compact",
  };
}
