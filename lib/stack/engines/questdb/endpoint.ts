import { splitAddress } from "../../../address.ts";
import { confOptions, endedConf, type QuestdbEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import { tlsOf } from "../../../questdb/https.ts";
import { readAuthorities, type TlsOptions } from "../../../tls.ts";
import type { Environment } from "../../environment.ts";
import { switchOf } from "../switch.ts";

/** QuestDB's own defaults. */
const LOGIN = { user: "admin", password: "quest", database: "qdb" };

/**
 * A QuestDB on this machine, which listens on 127.0.0.1 only.
 *
 * @param passwords Of its users; without them it is one that was started without a login.
 */
export function localQuestdb(
  ports: { http: number; pg: number },
  { admin, reader }: Readonly<Record<string, string>> = {},
): QuestdbEndpoint {
  const host = "127.0.0.1";
  const conf = `http::addr=${host}:${ports.http};`;
  const pg = { host, port: ports.pg, ...LOGIN };
  if (admin === undefined) return { conf, pg };
  const endpoint: QuestdbEndpoint = {
    conf: `${conf}username=admin;password=${admin};`,
    pg: { ...pg, password: admin },
  };
  return reader === undefined
    ? endpoint
    : { ...endpoint, reader: { user: "reader", password: reader } };
}

/**
 * A QuestDB that runs elsewhere: `QDB_CLIENT_CONF`. Optional, for the PostgreSQL side:
 * `QDB_CLIENT_HOST`, `QDB_CLIENT_PORT`, `QDB_CLIENT_USER`, `QDB_CLIENT_PASSWORD`; `QDB_CLIENT_TLS`
 * switches TLS on or off there, which otherwise is as `QDB_CLIENT_CONF` says (https), and
 * `QDB_CLIENT_TLS_CA` names a PEM file of its authorities, otherwise `tls_ca`;
 * `QDB_CLIENT_READER_USER` and `QDB_CLIENT_READER_PASSWORD` log in a user who may only read.
 *
 * @throws {UsageError} A variable is not understood.
 */
export function questdbFrom(env: Environment): QuestdbEndpoint {
  const conf = env("QDB_CLIENT_CONF") ?? "";
  const address = addressIn(conf);
  const tls = wireTls(env, conf);
  const reader = readerOf(env);
  return {
    conf: endedConf(conf),
    pg: {
      host: hostOf(env) ?? splitAddress(address, 9000).hostname,
      port: portOf(env("QDB_CLIENT_PORT") ?? "8812"),
      user: env("QDB_CLIENT_USER") ?? LOGIN.user,
      password: env("QDB_CLIENT_PASSWORD") ?? LOGIN.password,
      database: LOGIN.database,
      ...tls === undefined ? {} : { tls },
    },
    ...reader === undefined ? {} : { reader },
  };
}

function readerOf(env: Environment): QuestdbEndpoint["reader"] {
  const user = env("QDB_CLIENT_READER_USER"), password = env("QDB_CLIENT_READER_PASSWORD");
  if (user === undefined && password === undefined) return undefined;
  if (user !== undefined && password !== undefined) return { user, password };
  throw new UsageError(
    "Cannot log in a user who only reads: " +
      "set both QDB_CLIENT_READER_USER and QDB_CLIENT_READER_PASSWORD, or neither",
  );
}

/** TLS of the PostgreSQL side. Where HTTP is encrypted, a password must not be sent in the clear here. */
function wireTls(env: Environment, conf: string): TlsOptions | undefined {
  const https = conf.startsWith("https::");
  const http = https ? tlsOf(conf) : {}; // always read, so that a wrong tls_ca is named at once
  const name = "QDB_CLIENT_TLS_CA", value = env(name);
  if (!(switchOf(env, "QDB_CLIENT_TLS") ?? (https || value !== undefined))) return undefined;
  return value === undefined ? http : { ...http, ca: readAuthorities({ name, value }) };
}

/** Keys that may follow a secret in a configuration string (client 4.2.0). */
const KEYS =
  /^(protocol_version|addr|username|password|token(_[xy])?|auto_flush(_rows|_interval)?|request_(min_throughput|timeout)|retry_timeout|(init|max)_buf_size|max_name_len|stdlib_http|tls_(verify|ca|roots(_password)?))$/;

/**
 * The address in a configuration string. Here and not later, because other messages quote what they do
 * not understand: a password that stands in the wrong place must not reach them.
 */
function addressIn(conf: string): string {
  const refuse = (why: string) => {
    const form = "http::addr=host:port; or https::addr=host:port;username=…;password=…;";
    return new UsageError(`Cannot use QDB_CLIENT_CONF: ${why}. Write it as ${form}`);
  };
  if (!/^https?::/.test(conf)) throw refuse("it does not begin with http:: or https::");
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x1f\x7f-\x9f]/.test(conf)) throw refuse("it contains a control character");
  const options = confOptions(conf);
  const address = options.get("addr");
  if (address === undefined) throw refuse("it has no addr");
  if (!/^(\[[\da-f:.]+\]|[\p{L}\p{N}_.-]+)(:\d{1,5})?$/iu.test(address)) {
    throw refuse("its addr is not host:port");
  }
  let afterSecret = false;
  for (const [key, value] of options) {
    if (value === "") {
      throw refuse("one of its options has no value (a ; in a value is written ;;)");
    }
    if (!KEYS.test(key) && afterSecret) {
      throw refuse(
        "an option after its password or token is unknown (a ; in a value is written ;;)",
      );
    }
    afterSecret ||= /password|token/.test(key);
  }
  if (/[^!-~]/.test(options.get("token") ?? "")) throw refuse("its token is not plain ASCII");
  return address;
}

function hostOf(env: Environment): string | undefined {
  const host = env("QDB_CLIENT_HOST");
  if (host === undefined || /^[\p{L}\p{N}_.:-]+$/u.test(host)) return host;
  throw new UsageError("Cannot use QDB_CLIENT_HOST: it takes a host name or an IP address alone");
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(
    "Cannot use QDB_CLIENT_PORT: it must be a number from 1 to 65535",
  );
}
