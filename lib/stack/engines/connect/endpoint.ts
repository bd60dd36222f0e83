import type { ConnectEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import type { Environment } from "../../environment.ts";
import type { Passwords } from "../define.ts";

/** A Kafka Connect of our own, which listens on 127.0.0.1 only. */
export function localConnect(
  ports: { connect: number },
  { cdc }: Passwords = {},
): ConnectEndpoint {
  return {
    url: `http://127.0.0.1:${ports.connect}`,
    ...cdc === undefined ? {} : { capture: { user: "cdc", password: cdc } },
  };
}

/**
 * A Kafka Connect that runs elsewhere: `KAFKA_CONNECT_URL`, the address of its REST API, with user and
 * password if it wants them.
 *
 * @throws {UsageError} It is not understood. The message does not quote it.
 */
export function connectFrom(env: Environment): ConnectEndpoint {
  const url = URL.parse(env("KAFKA_CONNECT_URL") ?? "");
  const refuse = (why: string) =>
    new UsageError(`Cannot use KAFKA_CONNECT_URL: ${why}write it as http://127.0.0.1:8083`);
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse("");
  if (url.search !== "" || url.hash !== "") throw refuse("it has a ? or #; ");
  const { username, password } = url;
  url.username = url.password = "";
  const endpoint = { url: url.href.replace(/\/+$/, "") };
  if (username === "") return endpoint;
  try {
    const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
    return { ...endpoint, login };
  } catch {
    throw refuse("a % in its login does not begin an escape; ");
  }
}

/** `host:port`, with what follows it. */
export function connectAddress({ url }: ConnectEndpoint): string {
  return url.replace(/^https?:\/\//, "");
}
