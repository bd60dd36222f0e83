/** The newest fix of the 4.1 line, which the design was measured on. */
export const KAFKA_VERSION = "4.1.2";

/**
 * Settings under Docker and Java alike: one node, made for a workbench.
 *
 * A broker that was killed may register again only after its old session ended: with 3 s instead of
 * the default 9 s it is back after 6 s instead of 13 s. The log cleaner's buffer is 128 MiB of heap
 * by default, for logs of a size that is not seen here.
 */
export const KAFKA_SETTINGS = {
  "process.roles": "broker,controller",
  "node.id": "1",
  "controller.listener.names": "CONTROLLER",
  "auto.create.topics.enable": "false",
  "default.replication.factor": "1",
  "min.insync.replicas": "1",
  "offsets.topic.num.partitions": "1",
  "offsets.topic.replication.factor": "1",
  "transaction.state.log.num.partitions": "1",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "share.coordinator.state.topic.num.partitions": "1",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.state.topic.min.isr": "1",
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "1000",
  "broker.heartbeat.interval.ms": "500",
  "broker.session.timeout.ms": "3000",
  "log.cleaner.dedupe.buffer.size": "16777216",
};

/** `server.properties` of a Kafka of our own. */
export function kafkaProperties(
  ports: { kafka: number; controller: number },
  dataDir: string,
): string {
  return Object.entries({
    ...KAFKA_SETTINGS,
    "controller.quorum.voters": `1@127.0.0.1:${ports.controller}`,
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "listeners": `PLAINTEXT://127.0.0.1:${ports.kafka},CONTROLLER://127.0.0.1:${ports.controller}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${ports.kafka}`,
    // A properties file holds Latin-1 only, and a backslash begins an escape.
    "log.dirs": dataDir.replace(
      /[^ -\[\]-~]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  }).map(([name, value]) => `${name}=${value}\n`).join("");
}

/** Log settings: a file of at most 10 MB and the two before it. */
export const KAFKA_LOGGING = `status=error
shutdownHook=disable
appender.file.type=RollingFile
appender.file.name=file
appender.file.fileName=\${sys:tributary.log}
appender.file.filePattern=\${sys:tributary.log}.%i
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5p %c{1}: %m%n
appender.file.policies.type=Policies
appender.file.policies.size.type=SizeBasedTriggeringPolicy
appender.file.policies.size.size=10MB
appender.file.strategy.type=DefaultRolloverStrategy
appender.file.strategy.max=2
logger.config.name=org.apache.kafka.common.config.AbstractConfig
logger.config.level=warn
rootLogger.level=info
rootLogger.appenderRef.file.ref=file
`;
