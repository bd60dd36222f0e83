import { Buffer } from "node:buffer";
import { createTransport, SenderOptions } from "@questdb/nodejs-client";
import { questdbAddress, type QuestdbEndpoint } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import { messageOf, UnavailableError } from "../errors.ts";
import { retry } from "../retry.ts";
import { tlsFailure } from "../tls_failure.ts";

/** QuestDB refused a batch of lines and stored none of it. The message is QuestDB's own. */
export class BatchRefusedError extends Error {
  override name = "BatchRefusedError";
}

/** Sends encoded lines to QuestDB over HTTP. */
export interface Transport {
  /**
   * Sends one request, which is one transaction if all lines are for one table.
   *
   * @throws {BatchRefusedError} QuestDB cannot store one of the lines.
   * @throws {UnavailableError} QuestDB did not accept it within `retry_timeout` (60 s).
   */
  send(lines: Uint8Array): Promise<void>;
}

// The client aborts a request after retry_timeout: allow time for 64 MiB.
const DEFAULTS = { protocol_version: "2", request_timeout: "30000", retry_timeout: "60000" };

/**
 * Opens the official client's transport, configured by `conf`: TLS, tokens, timeouts.
 *
 * @param options `signal`: stops the retries while QuestDB is unavailable; each request is still
 * tried once.
 * @throws {UnavailableError} The configuration is wrong.
 */
export async function openTransport(
  endpoint: QuestdbEndpoint,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Transport> {
  const address = questdbAddress(endpoint);
  const given = endpoint.conf.endsWith(";") ? endpoint.conf : `${endpoint.conf};`;
  const missing = Object.entries(DEFAULTS).filter(([key]) =>
    !new RegExp(`[:;]${key}=`).test(given)
  );
  const conf = given + missing.map(([key, value]) => `${key}=${value};`).join("");
  const options = await SenderOptions.fromConfig(conf, { log: () => {} }).catch((cause) => {
    throw new UnavailableError(
      `Cannot use QDB_CLIENT_CONF for ${address}: ${withoutSecrets(messageOf(cause), conf)}`,
      { service: "QuestDB", address },
    );
  });
  const transport = createTransport(options) as Undici;
  // The client's retry agent retries a refused connection forever, ignores the abort (4.2.0), and
  // would send the buffer after it holds other rows. So we retry ourselves.
  transport.dispatcher = transport.agent;
  const patience = options.retry_timeout ?? 60_000;
  return {
    async send(lines) {
      const buffer = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
      const started = performance.now();
      await retry(
        () =>
          transport.send(buffer).catch((error) => {
            throw explain(withoutSecrets(messageOf(error), conf), address);
          }),
        {
          attempts: Infinity,
          minWait: 100,
          maxWait: 1000,
          retryIf: (error) =>
            error instanceof PassingError && !signal?.aborted &&
            performance.now() - started < patience,
        },
      );
    },
  };
}

/** The official client's HTTP transport with the private fields used here. */
type Undici = ReturnType<typeof createTransport> & { dispatcher: unknown; agent: unknown };

/** QuestDB is unavailable or busy, perhaps only for a while. */
class PassingError extends UnavailableError {}

function explain(message: string, address: string): Error {
  const status = /statusCode=(\d+), error=(.*)/s.exec(message);
  if (status?.[1] === "400" || status?.[1] === "413") {
    return new BatchRefusedError(reasonOf(status[2]!));
  }
  const at = { service: "QuestDB", address };
  if (status?.[1] === "401" || status?.[1] === "403") {
    return new UnavailableError(
      `Cannot write to QuestDB at ${address}: it refused the login; check the user and token in QDB_CLIENT_CONF`,
      at,
    );
  }
  if (/errno: 28\b/.test(status?.[2] ?? "")) {
    return new UnavailableError(
      `Cannot write to QuestDB at ${address}: its disk is full. Free some space, then try again`,
      at,
    );
  }
  const untrusted = status ? undefined : tlsFailure(new Error(message));
  if (untrusted !== undefined) {
    return new UnavailableError(
      `Cannot write to QuestDB at ${address}: by TLS, ${untrusted}. ` +
        "Check addr and tls_ca in QDB_CLIENT_CONF",
      at,
    );
  }
  const failure = status ? undefined : connectionFailure(message);
  if (failure === "connection refused") {
    return new PassingError(
      `Cannot write to QuestDB at ${address}: connection refused. Start it with: deno task up`,
      at,
    );
  }
  const reason = status ? reasonOf(status[2]!) : failure ?? message;
  // A name that no server knows will not be known a moment later; an overloaded name server may be.
  const transient = status || (failure && failure !== "unknown host") || /EAI_AGAIN/.test(message);
  const Kind = transient ? PassingError : UnavailableError;
  return new Kind(
    `Cannot write to QuestDB at ${address}: ${reason}. See: deno task status, deno task logs questdb`,
    at,
  );
}

/** The message in QuestDB's JSON response. */
function reasonOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: string };
    return (message ?? body).replace(
      /^failed to parse line protocol:errors encountered on line\(s\):\n/,
      "",
    )
      .replace(/^error in line \d+: /, "").trim();
  } catch {
    return body.trim();
  }
}

function withoutSecrets(text: string, conf: string): string {
  for (const [, value] of conf.matchAll(/(?:password|token|token_x|token_y)=((?:[^;]|;;)+)/g)) {
    text = text.replaceAll(value!.replaceAll(";;", ";"), "…"); // ;; is an escaped ;
  }
  return text;
}
