import assert from "node:assert/strict";
import { UnavailableError } from "../errors.ts";
import { explain, isTransient, kafkaCode } from "./errors.ts";
import { createErrorFromCode } from "./kafkajs_internals.ts";
import { kafkajsErrors } from "./kafkajs_testing.ts";

const at = { action: "write to taxi_trips", address: "127.0.0.1:9092" };
const refused = new kafkajsErrors.KafkaJSConnectionError("Connection error: connect ECONNREFUSED");
const wrapped = new kafkajsErrors.KafkaJSNumberOfRetriesExceeded(refused, {
  retryCount: 1,
  retryTime: 1,
});

Deno.test("explain() says which address failed, why, and what to do", () => {
  const error = explain(wrapped, at);
  assert.ok(error instanceof UnavailableError);
  assert.equal(error.service, "Kafka");
  assert.equal(
    error.message,
    "Cannot reach Kafka at 127.0.0.1:9092: connection refused. Start it with: deno task up",
  );
  const host = new kafkajsErrors.KafkaJSConnectionError(
    "Connection error: getaddrinfo ENOTFOUND nope",
  );
  assert.match(explain(host, at).message, /127\.0\.0\.1:9092: unknown host/);
  const slow = new kafkajsErrors.KafkaJSRequestTimeoutError(
    "Request Produce timed out",
    {} as never,
  );
  assert.match(explain(slow, at).message, /no answer/);
  const closed = new kafkajsErrors.KafkaJSConnectionClosedError("Closed connection", {
    host: "x",
    port: 1,
  });
  assert.match(explain(closed, at).message, /connection closed/);
});

Deno.test("explain() names the action if Kafka answers with an error", () => {
  assert.equal(
    explain(createErrorFromCode(3), at).message,
    "Cannot write to taxi_trips: no such topic. List them with: deno task topics list",
  );
  const large = explain(createErrorFromCode(10), at);
  assert.ok(!(large instanceof UnavailableError));
  assert.match(large.message, /^Cannot write to taxi_trips: Kafka answers MESSAGE_TOO_LARGE/);
  assert.ok(explain(createErrorFromCode(19), at) instanceof UnavailableError);
});

Deno.test("explain() reports a refused login without the broker's words", () => {
  const error = new kafkajsErrors.KafkaJSSASLAuthenticationError(
    "SASL PLAIN failed for ann:s3cret",
  );
  assert.match(explain(error, at).message, /^Cannot log in to Kafka at 127\.0\.0\.1:9092/);
  assert.doesNotMatch(explain(error, at).message, /s3cret/);
});

Deno.test("explain() leaves other errors as they are", () => {
  const mine = new TypeError("not from Kafka");
  assert.equal(explain(mine, at), mine);
});

Deno.test("isTransient() is true for transient errors only", () => {
  for (const error of [refused, wrapped, createErrorFromCode(6), createErrorFromCode(15)]) {
    assert.ok(isTransient(error), String(error));
  }
  const login = new kafkajsErrors.KafkaJSSASLAuthenticationError("no");
  for (const error of [createErrorFromCode(10), createErrorFromCode(29), login, new Error("x")]) {
    assert.ok(!isTransient(error), String(error));
  }
});

Deno.test("kafkaCode() finds Kafka's name of an error inside kafkajs's", () => {
  const outer = new kafkajsErrors.KafkaJSNonRetriableError(createErrorFromCode(36), {
    cause: createErrorFromCode(36),
  });
  assert.equal(kafkaCode(outer), "TOPIC_ALREADY_EXISTS");
  assert.equal(kafkaCode(new Error("x")), undefined);
});
