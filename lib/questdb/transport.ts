import { Buffer } from "node:buffer";
import { createTransport } from "@questdb/nodejs-client";
import { confOptions, endedConf, questdbAddress, type QuestdbEndpoint } from "../config.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import { type AwayOptions, patiently } from "./patiently.ts";
import { senderOptions } from "./sender_options.ts";
import { explain, LoginRefusedError, PassingError, withoutSecrets } from "./transport_error.ts";

/** Sends encoded lines to QuestDB over HTTP. */
export interface Transport {
  /**
   * Sends one request, which is one transaction if all lines are for one table.
   *
   * @throws {BatchRefusedError} QuestDB cannot store one of the lines.
   * @throws {UnavailableError} QuestDB did not accept it within the patience.
   * @throws {DOMException} `AbortError`: it had not answered when the signal aborted.
   */
  send(lines: Uint8Array): Promise<void>;
  /**
   * Sends over new connections from now on. Needed when a table was dropped: a connection that wrote to
   * it still writes to it, and QuestDB (9.3) acknowledges those rows and stores none, even if a table of
   * that name was made again.
   */
  renew(): Promise<void>;
}

const DEFAULTS = { protocol_version: "2", request_timeout: "30000", retry_timeout: "60000" };

/**
 * The client aborts a request after its retry_timeout, however short; we retry ourselves. Milliseconds,
 * enough for 64 MiB.
 */
const LONGEST_REQUEST = 60_000;

/** Options for {@linkcode openTransport}. */
export interface TransportOptions extends AwayOptions {
  /** How long a request is retried. @default the configuration's `retry_timeout`, 60000 */
  patience?: number;
  /** Looks up where QuestDB is now: one that was away may be back at another address. @default the endpoint */
  find?: () => Promise<QuestdbEndpoint | undefined>;
}

/**
 * Opens the official client's transport, configured by `conf`: TLS, tokens, timeouts.
 *
 * @throws {UnavailableError} The configuration is wrong.
 */
export async function openTransport(
  endpoint: QuestdbEndpoint,
  options: TransportOptions = {},
): Promise<Transport> {
  const { find, ...settings } = options;
  let client = await openClient(endpoint);
  async function replaceClient(endpoint: QuestdbEndpoint): Promise<void> {
    const old = client;
    client = await openClient(endpoint);
    // Not awaited, and its failure is nobody's: requests on their way end first, for their senders.
    old.close().catch(() => {});
  }
  /** @returns Whether QuestDB has another address or login than those used. */
  async function follow(used: typeof client): Promise<boolean> {
    const found = await find?.();
    // Another request may have followed already.
    if (found && found.conf !== used.endpoint.conf && client === used) await replaceClient(found);
    return client !== used;
  }
  async function sendOnce(buffer: Buffer): Promise<void> {
    const used = client;
    try {
      await used.send(buffer);
    } catch (error) {
      if (!(error instanceof LoginRefusedError) || !await follow(used)) throw error;
      await client.send(buffer);
    }
  }
  return {
    renew: () => replaceClient(client.endpoint),
    async send(lines) {
      const buffer = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
      await patiently(() => sendOnce(buffer), {
        patience: client.patience,
        ...settings,
        address: () => client.address,
        passing: (error) => error instanceof PassingError ? error.reason : undefined,
        beforeRetry: async () => void await follow(client),
      });
    },
  };
}

/** The official client at one address. */
async function openClient(endpoint: QuestdbEndpoint) {
  const address = questdbAddress(endpoint);
  const given = endedConf(endpoint.conf);
  const known = confOptions(given);
  const missing = Object.entries(DEFAULTS).filter(([key]) => !known.has(key));
  const conf = given + missing.map(([key, value]) => `${key}=${value};`).join("");
  const options = await senderOptions(conf, { log: () => {} }).catch((cause) => {
    throw new UnavailableError(
      `Cannot use QDB_CLIENT_CONF for ${address}: ${withoutSecrets(messageOf(cause), conf)}`,
      { service: "QuestDB", address },
    );
  });
  const patience = options.retry_timeout ?? 60_000;
  options.retry_timeout = Math.max(patience, LONGEST_REQUEST);
  const transport = createTransport(options) as Undici;
  // The client's retry agent retries a refused connection forever, ignores the abort (4.2.0), and
  // would send the buffer after it holds other rows. So we retry ourselves.
  // And over plain HTTP all its transports share one agent, thus connections, which never end then.
  const { agent } = transport;
  const own = transport.dispatcher = conf.startsWith("https::")
    ? agent
    : new (agent.constructor as new (options: object) => Agent)(CONNECTIONS);
  return {
    close: () => own.close(),
    endpoint,
    address,
    patience,
    send: (buffer: Buffer) =>
      transport.send(buffer).catch((error) => {
        throw explain(withoutSecrets(messageOf(error), conf), address);
      }),
  };
}

/** As the official client sets them for its shared agent. */
const CONNECTIONS = { connect: { keepAlive: true }, pipelining: 1, keepAliveTimeout: 60_000 };

/** An agent of undici, which the official client uses. */
interface Agent {
  close(): Promise<void>;
}

/** The official client's HTTP transport with the private fields used here. */
type Undici = ReturnType<typeof createTransport> & { dispatcher: Agent; agent: Agent };
