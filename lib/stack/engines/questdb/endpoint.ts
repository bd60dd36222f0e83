import type { QuestdbEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import { splitAddress } from "../../address.ts";
import type { Environment } from "../../environment.ts";

/** QuestDB's own defaults. */
const LOGIN = { user: "admin", password: "quest", database: "qdb" };

/** A QuestDB on this machine, which listens on 127.0.0.1 only. */
export function localQuestdb(ports: { http: number; pg: number }): QuestdbEndpoint {
  const host = "127.0.0.1";
  return { conf: `http::addr=${host}:${ports.http};`, pg: { host, port: ports.pg, ...LOGIN } };
}

/**
 * A QuestDB that runs elsewhere: `QDB_CLIENT_CONF`. Optional, for the PostgreSQL side:
 * `QDB_CLIENT_HOST`, `QDB_CLIENT_PORT`, `QDB_CLIENT_USER`, `QDB_CLIENT_PASSWORD`.
 *
 * @throws {UsageError} A variable is not understood.
 */
export function questdbFrom(env: Environment): QuestdbEndpoint {
  const conf = env("QDB_CLIENT_CONF") ?? "";
  const address = /^https?::(?:.*;)?addr=([^;]+)/.exec(conf)?.[1];
  if (address === undefined) {
    throw new UsageError(
      "Cannot use QDB_CLIENT_CONF: write it as http::addr=host:port; or https::addr=host:port;",
    );
  }
  return {
    conf: conf.endsWith(";") ? conf : `${conf};`,
    pg: {
      host: env("QDB_CLIENT_HOST") ?? splitAddress(address, 9000).hostname,
      port: portOf(env("QDB_CLIENT_PORT") ?? "8812"),
      user: env("QDB_CLIENT_USER") ?? LOGIN.user,
      password: env("QDB_CLIENT_PASSWORD") ?? LOGIN.password,
      database: LOGIN.database,
    },
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(
    `Cannot use QDB_CLIENT_PORT ${JSON.stringify(text)}: it must be a number from 1 to 65535`,
  );
}
