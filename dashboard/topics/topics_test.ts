import assert from "node:assert/strict";
import { defineStream, Timestamp, Type } from "../../lib/streams/define.ts";
import { blanked, HIDDEN, hidesKeys, sensitiveStreamOf } from "./blanked.ts";
import { durationWords } from "./duration_words.ts";
import { keptText } from "./topic_rows.ts";
import { wantedOf } from "./topic_routes.ts";

const logins = defineStream({
  name: "logins_of_a_test",
  key: "user",
  time: "at",
  identity: ["user"],
  sensitive: ["user", "ip"],
  schema: Type.Object({
    user: Type.String(),
    ip: Type.String(),
    at: Timestamp(),
    app: Type.String(),
  }),
});
const message = (value: string | null) => ({
  partition: 0,
  offset: 1,
  timestamp: new Date(0),
  key: "ann",
  value,
  headers: { trace: "ann", "__connect.errors.topic": "logins_of_a_test" },
});

Deno.test("blanked() hides keys, sensitive and unknown fields, and what is not understood", () => {
  const record = {
    user: "ann",
    ip: "10.0.0.1",
    at: "2026-01-01T00:00:00.000Z",
    app: "2",
    extra: "ann",
  };
  const shown = blanked(logins, message(JSON.stringify(record)));
  assert.doesNotMatch(JSON.stringify(shown), /ann|10\.0\.0\.1/);
  assert.equal(JSON.parse(shown.value as string).app, "2");
  assert.equal(shown.headers["__connect.errors.topic"], "logins_of_a_test");
  assert.equal(shown.key, HIDDEN);
  for (const value of ["ann", '["ann"]', '"ann"', "{"]) {
    assert.equal(blanked(logins, message(value)).value, HIDDEN, value);
  }
  assert.equal(blanked(logins, message(null)).value, null);
  assert.equal(hidesKeys(logins), true);
});

Deno.test("sensitiveStreamOf() knows a stream's topic and its dead letters, with the namespace", () => {
  const names = {
    topicOf: ({ name }: { name: string }) => `ns_${name}`,
    deadLetterTopicOf: ({ name }: { name: string }) => `ns_${name}_dlq`,
  };
  assert.equal(sensitiveStreamOf("ns_logins_of_a_test", [logins], names), logins);
  assert.equal(sensitiveStreamOf("ns_logins_of_a_test_dlq", [logins], names), logins);
  assert.equal(sensitiveStreamOf("logins_of_a_test", [logins], names), undefined);
});

Deno.test("wantedOf() reads a request and says what is wrong with one", () => {
  assert.deepEqual(
    wantedOf({ topic: "a", place: "time", time: "2026-01-01", key: "k", limit: "0" }),
    {
      topic: "a",
      place: "time",
      time: Date.UTC(2026, 0, 1),
      key: "k",
      limit: 1,
    },
  );
  assert.deepEqual(wantedOf({ topic: "a", offset: "7", partition: "1" }), {
    topic: "a",
    place: "newest",
    partition: 1,
    limit: 50,
  });
  assert.throws(() => wantedOf({}), /Choose a topic/);
  assert.throws(() => wantedOf({ topic: "a", place: "offset" }), /Write an offset/);
  assert.throws(() => wantedOf({ topic: "a", limit: "501" }), /from 0 to 500/);
  assert.throws(() => wantedOf({ topic: "a", place: "time", time: "soon" }), /Write a time/);
});

Deno.test("keptText() and durationWords() say how long messages are kept", () => {
  assert.equal(keptText({ "retention.ms": "604800000" }), "7 days");
  assert.equal(keptText({ "retention.ms": "-1" }), "always");
  assert.equal(keptText({ "cleanup.policy": "compact" }), "newest of each key");
  assert.equal(keptText({}), "as the broker is set");
  assert.equal(durationWords(5_400_000), "90 minutes");
  assert.equal(durationWords(1500), "1500 ms");
});
