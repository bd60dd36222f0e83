/** Addresses and names that come from outside: arguments, then environment, then what `up` wrote. */
import { dirname, isAbsolute, join } from "node:path";
import { UsageError } from "./errors.ts";

/** The folder of the project: samples, notebooks and the engines' state lie in it. */
export const projectFolder = dirname(import.meta.dirname!);

/** A path as the caller means it: `deno task` runs in the project's folder, wherever it is called. */
export function callersPath(path: string): string {
  const folder = Deno.env.get("INIT_CWD") ?? "";
  const same = folder === "" || folder === Deno.cwd();
  return same || path === "-" || isAbsolute(path) ? path : join(folder, path);
}

/** How to reach Kafka. */
export interface KafkaEndpoint {
  /** Bootstrap servers as `host:port`. */
  brokers: string[];
  /** Encrypt the connection. @default false */
  ssl?: boolean;
  /** SASL login, where the cluster wants one. Never printed. */
  sasl?: {
    mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    username: string;
    password: string;
  };
  /** Before the names of topics and groups (Kafka) or tables (QuestDB): the namespace with its underscore. @default "" */
  prefix?: string;
}

/** How to reach QuestDB. */
export interface QuestdbEndpoint {
  /** Configuration string of the official client: `http::addr=127.0.0.1:9000;`. May hold a token: never printed. */
  conf: string;
  /** The PostgreSQL wire protocol. */
  pg: { host: string; port: number; user: string; password: string; database: string };
  /** Before the names of topics and groups (Kafka) or tables (QuestDB): the namespace with its underscore. @default "" */
  prefix?: string;
}

/** How to reach each engine. */
export interface Endpoints {
  kafka: KafkaEndpoint;
  questdb: QuestdbEndpoint;
}

/** `host:port` of the HTTP side of a QuestDB, read from its configuration string. */
export function questdbAddress(endpoint: Pick<QuestdbEndpoint, "conf">): string {
  const address = /(?:::|;)addr=([^;]+)/.exec(endpoint.conf)?.[1] ?? "127.0.0.1:9000";
  return address.includes(":") ? address : `${address}:9000`;
}

/**
 * The namespace of this process: `TRIBUTARY_NAMESPACE`, a prefix that keeps tenants and parallel
 * tests apart on one stack.
 *
 * @returns The prefix with its underscore, or an empty text.
 * @throws {UsageError} The namespace is not lower-case letters, digits and underscores.
 */
export function namespacePrefix(namespace = Deno.env.get("TRIBUTARY_NAMESPACE") ?? ""): string {
  if (namespace === "") return "";
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(namespace)) {
    throw new UsageError(
      `Cannot use the namespace ${JSON.stringify(namespace)}: ` +
        "TRIBUTARY_NAMESPACE takes lower-case letters, digits and _, at most 41, a letter first",
    );
  }
  return `${namespace}_`;
}
