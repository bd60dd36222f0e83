/** Kafka Connect is a part of Kafka: the same version. */
export const CONNECT_VERSION = "4.1.2";

/** The variable in which Connect gets the password that connectors log in to PostgreSQL with. */
export const CAPTURE_VARIABLE = "TRIBUTARY_CONNECT_CDC_PASSWORD";

/**
 * Settings under Docker and Java alike: one worker on one broker.
 *
 * A connector that can writes its records and how far it has read in one transaction: a worker that is
 * killed captures nothing twice.
 *
 * `env` gives connectors the values of variables of our own, so that a password stands neither in a
 * connector's configuration nor in the topic that keeps it.
 */
export const CONNECT_SETTINGS = {
  "group.id": "connect",
  "key.converter": "org.apache.kafka.connect.json.JsonConverter",
  "key.converter.schemas.enable": "false",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
  "config.storage.topic": "connect_configs",
  "config.storage.replication.factor": "1",
  "offset.storage.topic": "connect_offsets",
  "offset.storage.replication.factor": "1",
  "offset.storage.partitions": "1",
  "status.storage.topic": "connect_status",
  "status.storage.replication.factor": "1",
  "status.storage.partitions": "1",
  "offset.flush.interval.ms": "1000",
  "scheduled.rebalance.max.delay.ms": "0",
  "exactly.once.source.support": "enabled",
  "session.timeout.ms": "5000", // the next worker waits as long for one that was killed
  "heartbeat.interval.ms": "1000",
  "plugin.discovery": "service_load",
  "config.providers": "env",
  "config.providers.env.class": "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
  "config.providers.env.param.allowlist.pattern": "^TRIBUTARY_CONNECT_.*",
};

/** Settings as lines of a properties file, which holds Latin-1 only. */
export function properties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings).map(([name, value]) =>
    `${name}=${
      value.replaceAll("\\", "\\\\").replace(
        /[^ -~]/g,
        (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
      )
    }\n`
  ).join("");
}

/** `worker.properties` of a Connect of our own. */
export function connectProperties(
  ports: { connect: number } & Readonly<Record<string, number>>,
  plugins: string,
): string {
  return properties({
    ...CONNECT_SETTINGS,
    "bootstrap.servers": `127.0.0.1:${ports.kafka}`,
    listeners: `http://127.0.0.1:${ports.connect}`,
    "rest.advertised.host.name": "127.0.0.1",
    "plugin.path": plugins,
  });
}
