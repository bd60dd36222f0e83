import assert from "node:assert/strict";
import net from "node:net";
import { connectionFailure } from "./connection_failure.ts";

/** An error as a library throws it. */
function failed(message: string, { name = "Error", code }: { name?: string; code?: string } = {}) {
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
}

const fetchFailed = (message: string) =>
  new TypeError("fetch failed", {
    cause: new Error(`error sending request for url (http://h:9000/exec): ${message}`),
  });

for (
  const [what, error, expected] of [
    ["Deno's connect", failed("Connection refused (os error 111)"), "connection refused"],
    [
      "Deno's fetch",
      fetchFailed("client error (Connect): tcp connect error: Connection refused (os error 111)"),
      "connection refused",
    ],
    [
      "Deno's fetch",
      fetchFailed("client error (Connect): dns error: failed to lookup address information"),
      "unknown host",
    ],
    [
      "Deno's fetch",
      fetchFailed("client error (SendRequest): connection closed before message completed"),
      "connection closed",
    ],
    ["Deno's fetch", fetchFailed("client error (Connect): tls handshake eof"), "connection closed"],
    ["Deno's fetch", fetchFailed("Connection reset by peer (os error 104)"), "connection closed"],
    ["Deno", new Deno.errors.BrokenPipe("Broken pipe (os error 32)"), "connection closed"],
    ["Deno", failed("No route to host (os error 113)"), "no answer"],
    ["a signal", new DOMException("Signal timed out.", "TimeoutError"), "no answer"],
    ["Node", failed("connect", { code: "ECONNREFUSED" }), "connection refused"],
    ["Node", failed("getaddrinfo ENOTFOUND nowhere.invalid"), "unknown host"],
    ["Node", failed("getaddrinfo", { code: "EAI_AGAIN" }), "unknown host"],
    ["Node", failed("connect", { code: "ETIMEDOUT" }), "no answer"],
    ["Node", failed("connect", { code: "EHOSTUNREACH" }), "no answer"],
    ["Node", failed("read ECONNRESET"), "connection closed"],
    ["Node", failed("write", { code: "EPIPE" }), "connection closed"],
    [
      "Node, of two addresses",
      new AggregateError([failed("connect ECONNREFUSED ::1:1"), failed("connect ECONNREFUSED")]),
      "connection refused",
    ],
    ["undici", failed("other side closed", { code: "UND_ERR_SOCKET" }), "connection closed"],
    ["undici", new TypeError("terminated"), "connection closed"],
    ["undici", failed("Connect Timeout Error", { code: "UND_ERR_CONNECT_TIMEOUT" }), "no answer"],
    ["undici", failed("Body Timeout Error", { code: "UND_ERR_BODY_TIMEOUT" }), "no answer"],
    [
      "QuestDB's client",
      failed("HTTP request timeout, no response from server in time"),
      "no answer",
    ],
    ["postgres", failed("write CONNECT_TIMEOUT h:8812", { code: "CONNECT_TIMEOUT" }), "no answer"],
    [
      "postgres",
      failed("write CONNECTION_CLOSED h:8812", { code: "CONNECTION_CLOSED" }),
      "connection closed",
    ],
    [
      "postgres",
      failed("write CONNECTION_ENDED h:8812", { code: "CONNECTION_ENDED" }),
      "connection closed",
    ],
    [
      "kafkajs",
      new Error("Connection error", { cause: failed("connect ECONNREFUSED 127.0.0.1:9092") }),
      "connection refused",
    ],
    ["kafkajs", failed("Connection timeout", { name: "KafkaJSConnectionError" }), "no answer"],
    [
      "kafkajs",
      failed("Request Metadata(key: 3, version: 6) timed out", {
        name: "KafkaJSRequestTimeoutError",
      }),
      "no answer",
    ],
    [
      "kafkajs",
      failed("Closed connection", { name: "KafkaJSConnectionClosedError" }),
      "connection closed",
    ],
    ["a text", "connect ECONNREFUSED 127.0.0.1:1", "connection refused"],
  ] as const
) {
  Deno.test(`connectionFailure() is "${expected}" for ${what}: ${describe(error)}`, () => {
    assert.equal(connectionFailure(error), expected);
  });
}

function describe(error: unknown): string {
  const inner = error instanceof Error && error.cause ? error.cause : error;
  return inner instanceof Error
    ? `${(inner as { code?: string }).code ?? ""} ${inner.message}`
    : String(inner);
}

for (
  const error of [
    new SyntaxError("Unexpected token"),
    new Error("table does not exist [table=trips]"),
    failed("timeout, query aborted [fd=7]", { name: "PostgresError", code: "00000" }),
    new Error("HTTP request failed, statusCode=500, error=timeout"),
    failed("The request timed out", { name: "KafkaJSProtocolError" }),
    new DOMException("Interrupted", "AbortError"),
    undefined,
    null,
  ]
) {
  Deno.test(`connectionFailure() is undefined for ${error}`, () => {
    assert.equal(connectionFailure(error), undefined);
    assert.equal(connectionFailure(new Error("Cannot query", { cause: error })), undefined);
  });
}

Deno.test("connectionFailure() reads what this Deno throws at a port where nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const node = new Promise((_, reject) =>
    net.connect({ port, host: "127.0.0.1" }, reject).on("error", reject)
  );
  for (const attempt of [fetch(`http://127.0.0.1:${port}`), Deno.connect({ port }), node]) {
    const error = await attempt.then(() => undefined, (error) => error);
    assert.equal(connectionFailure(error), "connection refused", String(error));
  }
});
