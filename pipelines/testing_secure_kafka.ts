/** For tests: a Kafka that wants TLS, a client certificate, or a login. */
import { Buffer } from "node:buffer";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { kafka } from "../lib/stack/engines/kafka/mod.ts";
import { KAFKA_SETTINGS } from "../lib/stack/engines/kafka/settings.ts";
import { JVM_ENV, JVM_FLAGS } from "../lib/stack/engines/jvm.ts";
import { isFree } from "../lib/stack/machine/ports.ts";
import { run } from "../lib/stack/machine/run.ts";
import { findJava } from "../lib/stack/modes/find_java.ts";
import { haveJars, javaEngines } from "../lib/stack/modes/jars.ts";
import { type Certificate, makeAuthority } from "../lib/tls_testing.ts";

/** The listeners: their security protocols, and what is special about them. */
const LISTENERS = {
  plain: "SASL_PLAINTEXT",
  login: "SASL_SSL",
  tls: "SSL",
  mutual: "SSL", // wants a client certificate
  elsewhere: "SSL", // its certificate is for another host
  expired: "SSL",
};

/** A secured Kafka. Paths are of PEM files. */
export interface SecureKafka {
  /** `localhost:port` of each listener. */
  at: Record<keyof typeof LISTENERS, string>;
  ca: string;
  otherCa: string;
  /** A client's certificate and key; one that an unknown authority signed. */
  client: { cert: string; key: string };
  stranger: { cert: string; key: string };
  /** Another port, where nobody listens yet. */
  dir: string;
}

/** A user of every login mechanism. */
export interface KafkaUser {
  name: string;
  password: string;
}

/**
 * Runs a test with a secured Kafka from the stack's jars, about 8 s.
 *
 * @returns False, without running it, if Java or the jars are not here.
 */
export async function withSecureKafka(
  users: KafkaUser[],
  test: (kafka: SecureKafka) => Promise<void>,
): Promise<boolean> {
  const [engine] = javaEngines([kafka]);
  const java = await findJava(), jars = await haveJars(engine!);
  if (java === undefined || jars === undefined) return false;
  const dir = await Deno.makeTempDir({ prefix: "tributary_tls_" });
  let child: Deno.ChildProcess | undefined;
  try {
    const flags = [...JVM_FLAGS, "-cp", `${jars}/*`];
    const { properties, ...secure } = await prepare(dir, users);
    const config = `${dir}/server.properties`;
    await Deno.writeTextFile(config, properties);
    const scram = users.flatMap((user) => [256, 512].map((bits) => scramOf(user, bits)));
    const { code, stderr } = await run([
      ...[java.program, ...flags, "kafka.tools.StorageTool", "format"],
      ...["--config", config, "--cluster-id", randomBytes(16).toString("base64url")],
      ...scram.flatMap((text) => ["--add-scram", text]),
    ], { env: JVM_ENV });
    if (code !== 0) throw new Error(`Cannot format the test's Kafka: ${stderr}`);
    child = new Deno.Command(java.program, {
      args: [...flags, "kafka.Kafka", config],
      env: JVM_ENV,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const output = new Response(child.stdout).text();
    await untilOpen(Object.values(secure.at), child).catch(async (error) => {
      child!.kill("SIGKILL");
      throw new Error(`${error.message}: ${(await output).slice(-2000)}`);
    });
    await test({ ...secure, dir });
  } finally {
    child?.kill("SIGKILL");
    await child?.status;
    await Deno.remove(dir, { recursive: true });
  }
  return true;
}

async function prepare(dir: string, users: KafkaUser[]) {
  const [authority, other] = await Promise.all([makeAuthority("Test"), makeAuthority("Other")]);
  const names = ["localhost", "127.0.0.1"];
  const write = async (name: string, { cert, key }: Certificate) => {
    await Deno.writeTextFile(`${dir}/${name}.pem`, cert);
    await Deno.writeTextFile(`${dir}/${name}.key`, key);
    await Deno.writeTextFile(`${dir}/${name}.both`, `${key}\n${cert}\n`);
    return { cert: `${dir}/${name}.pem`, key: `${dir}/${name}.key` };
  };
  await write("server", await authority.sign("server", { names }));
  await write("elsewhere", await authority.sign("server", { names: ["elsewhere.example"] }));
  await write("expired", await authority.sign("server", { names, lasts: -3_600_000 }));
  const client = await write("client", await authority.sign("client"));
  const stranger = await write("stranger", await other.sign("client"));
  const ca = `${dir}/ca.pem`, otherCa = `${dir}/other.pem`;
  await Deno.writeTextFile(ca, authority.cert);
  await Deno.writeTextFile(otherCa, other.cert);

  const listeners = Object.keys(LISTENERS) as (keyof typeof LISTENERS)[];
  const ports = freePorts(listeners.length + 2);
  const [controller, inner] = ports.splice(0, 2);
  const at = Object.fromEntries(
    listeners.map((name, i) => [name, `localhost:${ports[i]}`]),
  ) as SecureKafka["at"];
  const open = [
    `INNER://localhost:${inner}`,
    ...listeners.map((name) => `${name.toUpperCase()}://${at[name]}`),
  ];
  const jaas = (module: string, options = "") =>
    `org.apache.kafka.common.security.${module} required ${options};`;
  const passwords = users.map(({ name, password }) =>
    `user_${name}="${password.replace(/["\\]/g, "\\$&")}"`
  ).join(" ");
  const settings: Record<string, string> = {
    ...KAFKA_SETTINGS,
    "controller.quorum.voters": `1@localhost:${controller}`,
    "listeners": [...open, `CONTROLLER://localhost:${controller}`].join(","),
    "advertised.listeners": open.join(","),
    "inter.broker.listener.name": "INNER",
    "listener.security.protocol.map": [
      "INNER:PLAINTEXT",
      "CONTROLLER:PLAINTEXT",
      ...listeners.map((name) => `${name.toUpperCase()}:${LISTENERS[name]}`),
    ].join(","),
    "log.dirs": `${dir}/data`,
  };
  for (const name of listeners) {
    const own = `listener.name.${name}`;
    if (LISTENERS[name].endsWith("SSL")) {
      const certificate = name === "elsewhere" || name === "expired" ? name : "server";
      settings[`${own}.ssl.keystore.type`] = "PEM";
      settings[`${own}.ssl.keystore.location`] = `${dir}/${certificate}.both`;
      settings[`${own}.ssl.truststore.type`] = "PEM";
      settings[`${own}.ssl.truststore.location`] = ca;
      settings[`${own}.ssl.client.auth`] = name === "mutual" ? "required" : "none";
    }
    if (LISTENERS[name].startsWith("SASL")) {
      settings[`${own}.sasl.enabled.mechanisms`] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512";
      settings[`${own}.plain.sasl.jaas.config`] = jaas("plain.PlainLoginModule", passwords);
      for (const bits of [256, 512]) {
        settings[`${own}.scram-sha-${bits}.sasl.jaas.config`] = jaas("scram.ScramLoginModule");
      }
    }
  }
  const properties = Object.entries(settings).map(([name, value]) => `${name}=${escaped(value)}\n`);
  return { properties: properties.join(""), at, ca, otherCa, client, stranger };
}

/** A properties file holds Latin-1 only, and a backslash begins an escape. */
function escaped(value: string): string {
  return value.replace(
    /[^ -\[\]-~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The salted password (RFC 5802, Hi), as the tool's own syntax cannot hold every character. */
function scramOf({ name, password }: KafkaUser, bits: number): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(Buffer.from(password), salt, 4096, bits / 8, `sha${bits}`);
  return `SCRAM-SHA-${bits}=[name="${name}",iterations=4096,` +
    `salt="${salt.toString("base64")}",saltedpassword="${salted.toString("base64")}"]`;
}

/** Ports in the range that no program is given by chance. */
function freePorts(count: number): number[] {
  const found: number[] = [];
  while (found.length < count) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (!found.includes(port) && isFree(port)) found.push(port);
  }
  return found;
}

async function untilOpen(addresses: string[], child: Deno.ChildProcess): Promise<void> {
  let ended = false;
  child.status.then(() => ended = true);
  for (const address of addresses) {
    const [hostname, port] = address.split(":");
    for (const end = Date.now() + 300_000;;) {
      const open = await Deno.connect({ hostname: hostname!, port: Number(port) })
        .then((connection) => (connection.close(), true), () => false);
      if (open) break;
      if (ended || Date.now() > end) throw new Error("The test's Kafka did not start");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
