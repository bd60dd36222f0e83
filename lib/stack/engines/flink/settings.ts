/** The version that the windows were measured on; the Kafka connector is made for it. */
export const FLINK_VERSION = "2.2.0";

/**
 * Settings under Docker and Java alike.
 *
 * A job that fails starts again from its last checkpoint, five times at most: what cannot be read
 * would otherwise be tried forever. Checkpoints outlive their job, so that one that was killed with
 * its Flink can go on.
 *
 * A job's failures are kept for answers no longer than half a second; by default it is three.
 *
 * Nobody uploads jars here. By default Flink lets pages of every origin read its answers; without
 * that, such a page may send requests but learns no session to run a statement in. (`null` would
 * not do: it is the origin of every sandboxed frame.)
 */
export const FLINK_SETTINGS = {
  "execution.target": "remote",
  "parallelism.default": "1",
  "taskmanager.numberOfTaskSlots": "16",
  "restart-strategy.type": "fixed-delay",
  "restart-strategy.fixed-delay.attempts": "5",
  "restart-strategy.fixed-delay.delay": "2 s",
  "execution.checkpointing.interval": "5 s",
  "execution.checkpointing.storage": "filesystem",
  "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
  "web.refresh-interval": "500 ms",
  "web.submit.enable": "false",
  "web.access-control-allow-origin": "https://nobody.invalid",
};

/** Settings as lines of a `config.yaml`. */
export function flinkYaml(settings: Readonly<Record<string, string>>): string {
  // A string of JSON is one of YAML too, whatever it holds.
  return Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join("");
}

/** `config.yaml` of a Flink of our own: without the bind addresses it listens on every address. */
export function flinkConfig(
  ports: { rest: number; gateway: number; blobs: number },
  { id, dir }: { id: string; dir: string },
): string {
  const local = "127.0.0.1";
  // As it is: Flink takes %20 in a path for three characters.
  const folder = (name: string) => `file://${dir}/${name}`;
  return flinkYaml({
    ...FLINK_SETTINGS,
    "tributary.id": id,
    "rest.address": local,
    "rest.bind-address": local,
    "rest.port": String(ports.rest),
    "rest.bind-port": String(ports.rest),
    "sql-gateway.endpoint.rest.address": local,
    "sql-gateway.endpoint.rest.bind-address": local,
    "sql-gateway.endpoint.rest.port": String(ports.gateway),
    "sql-gateway.endpoint.rest.bind-port": String(ports.gateway),
    "jobmanager.rpc.address": local,
    "jobmanager.bind-host": local,
    "taskmanager.host": local,
    "taskmanager.bind-host": local,
    "blob.server.port": String(ports.blobs),
    "execution.checkpointing.dir": folder("checkpoints"),
    "execution.checkpointing.savepoint-dir": folder("savepoints"),
    "io.tmp.dirs": `${dir}/tmp`,
  });
}

/** Log settings: a file of at most 10 MB and the two before it. */
export function flinkLogging(dir: string): string {
  // A percent sign begins a field of the pattern, and a backslash an escape of the file.
  const folder = dir.replaceAll("%", "%%").replace(
    /[^ -\[\]-~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `handlers=java.util.logging.FileHandler
.level=INFO
org.apache.kafka.level=WARNING
java.util.logging.FileHandler.pattern=${folder}/log/flink.%g.log
java.util.logging.FileHandler.limit=10000000
java.util.logging.FileHandler.count=3
java.util.logging.FileHandler.append=true
java.util.logging.FileHandler.encoding=UTF-8
java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n
`;
}
