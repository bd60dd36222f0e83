/** The addresses of the engines, and the namespace. */
import { dirname, isAbsolute, join } from "node:path";
import { joinAddress, splitAddress } from "./address.ts";
import { UsageError } from "./errors.ts";
import type { TlsOptions } from "./tls.ts";

/** The project's folder, with samples, notebooks and the engines' state. */
export const projectFolder = dirname(import.meta.dirname!);

/**
 * Resolves a path in the caller's folder: `deno task` always runs in the project's folder.
 *
 * @throws {UsageError} The path is empty, as an unset variable of a shell makes it.
 */
export function callersPath(path: string): string {
  if (path === "") throw new UsageError("Cannot use an empty path: name a file or a folder");
  const folder = Deno.env.get("INIT_CWD") ?? "";
  const same = folder === "" || folder === Deno.cwd();
  return same || path === "-" || isAbsolute(path) ? path : join(folder, path);
}

/** How to connect to Kafka. */
export interface KafkaEndpoint {
  /** Bootstrap servers as `host:port`. */
  brokers: string[];
  /** Put before the names of topics and groups: the namespace with its underscore. @default "" */
  prefix?: string;
  /** TLS: what it trusts and shows, or true for the authorities that the machine knows. @default no TLS */
  ssl?: true | TlsOptions;
  /** SASL login, if the cluster requires one. Never printed. */
  sasl?: {
    mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    username: string;
    password: string;
  };
}

/** How to connect to QuestDB. */
export interface QuestdbEndpoint {
  /** Configuration string of the official client: `http::addr=127.0.0.1:9000;`. Never printed, as it may contain a token. */
  conf: string;
  /** Put before the names of tables: the namespace with its underscore. @default "" */
  prefix?: string;
  /** The PostgreSQL wire protocol. */
  pg: {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
    /** TLS: what it trusts. @default no TLS */
    tls?: TlsOptions;
  };
  /** A user of the wire protocol who may only read, if one is known. Never printed. */
  reader?: { user: string; password: string };
}

/** How to connect to Flink. */
export interface FlinkEndpoint {
  /** URL of the SQL Gateway, without a slash at its end: `http://127.0.0.1:8083`. */
  gateway: string;
  /** URL of the JobManager's REST API and web page, if it is known. */
  rest?: string;
  /** Put before the names of jobs: the namespace with its underscore. @default "" */
  prefix?: string;
}

/** A user of a database. Never printed. */
export interface Login {
  user: string;
  password: string;
}

/** How to connect to PostgreSQL. */
export interface PostgresEndpoint {
  host: string;
  port: number;
  /** The database with the tables: of our own the invented shop's. */
  database: string;
  /** Of our own: a user who may do everything. Never printed. */
  user: string;
  password: string;
  /** Owns the shop's tables: for people and their programs. Only of our own. */
  shop?: Login;
  /** Put before the names of replication slots: the namespace with its underscore. @default "" */
  prefix?: string;
}

/** How to connect to Kafka Connect. */
export interface ConnectEndpoint {
  /** URL of its REST API, without a slash at its end: `http://127.0.0.1:8084`. */
  url: string;
  /** A login of the REST API, if it wants one. Never printed. */
  login?: Login;
  /** With what our own Connect logs in to our own PostgreSQL. Never printed. */
  capture?: Login;
  /** Put before the names of connectors: the namespace with its underscore. @default "" */
  prefix?: string;
}

/** How to connect to the engines, in a namespace. */
export interface Endpoints {
  kafka: KafkaEndpoint;
  questdb: QuestdbEndpoint;
}

/**
 * The options of a configuration string `http::addr=host:port;username=u;password=p;` by their keys, as
 * the official client reads them: `;;` in a value stands for `;`. A part without `=` has itself as its
 * key and no value.
 */
export function confOptions(conf: string): Map<string, string> {
  const parts = conf.replace(/^\w*::/, "").match(/(?:[^;]|;;)+/g) ?? [];
  return new Map(parts.map((part) => {
    const [, key, value] = /^([^=]*)=?(.*)$/s.exec(part.replaceAll(";;", ";"))!;
    return [key!, value!];
  }));
}

/**
 * A configuration string that ends its last option with `;`, so that others can be appended. An even
 * number of `;` at the end belongs to a value, as `password=ab;;`.
 */
export function endedConf(conf: string): string {
  const end = /(?<!;);*$/.exec(conf)![0];
  return end.length % 2 === 0 ? `${conf};` : conf;
}

/** `host:port` of QuestDB's HTTP server, from the configuration string. */
export function questdbAddress(endpoint: Pick<QuestdbEndpoint, "conf">): string {
  const { hostname, port } = splitAddress(
    confOptions(endpoint.conf).get("addr") || "127.0.0.1",
    9000,
  );
  return joinAddress(hostname, port);
}

/**
 * The namespace of this process, from `TRIBUTARY_NAMESPACE`: a prefix that separates tenants and
 * parallel tests on one stack.
 *
 * @returns The namespace with its underscore, or "".
 * @throws {UsageError} The namespace is not lower-case letters, digits and underscores.
 */
export function namespacePrefix(namespace = Deno.env.get("TRIBUTARY_NAMESPACE") ?? ""): string {
  if (namespace === "") return "";
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(namespace)) {
    throw new UsageError(
      `Cannot use the namespace ${JSON.stringify(namespace)}: ` +
        "TRIBUTARY_NAMESPACE takes lower-case letters, digits and _, at most 41, starting with a letter",
    );
  }
  return `${namespace}_`;
}

/** The endpoints in another namespace. @param prefix The namespace with its underscore. */
export function inNamespace(endpoints: Endpoints, prefix: string): Endpoints {
  return {
    kafka: { ...endpoints.kafka, prefix },
    questdb: { ...endpoints.questdb, prefix },
  };
}
