import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { IncomingMessage } from "../kafka/consumer.ts";
import { originOf } from "../processing/dead_letter_headers.ts";
import { fromMessage, shortened, toMessage } from "../processing/dead_letter_messages.ts";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { reject, type RejectedInput } from "../streams/rejection.ts";
import { resentHeaders } from "../processing/resent_letters.ts";
import { fromLetter, fromSource, needsSource } from "./replay_message.ts";
import type { OpenLetter } from "./replay_letters.ts";

const declare = (sensitive: "ip"[] = [], compact = false) =>
  defineStream({
    name: "logins",
    key: "id",
    time: "at",
    identity: ["id"],
    sensitive,
    compact,
    schema: Type.Object({ id: Symbol(), at: Timestamp(), ip: Type.String() }),
  }) as Stream;
const open = declare(), secret = declare(["ip"]), compacted = declare([], true);
const time = "2026-01-01T00:00:00.000Z";
const record = { id: "ada", at: "then", ip: "10.1.2.3" };
const raw = JSON.stringify(record);
const place = { topic: "logins", partition: 0, offset: 7 };

/** An open letter for some refused input, as it is read from the dead-letter topic. */
function letterOf(
  input: Partial<RejectedInput>,
  { from = place, cut = false }: { from?: { topic: string }; cut?: boolean } = {},
): OpenLetter {
  const base = { stream: open, source: "logins/0", line: 7, time, raw, text: "whole" as const };
  const whole = toMessage(reject({ ...base, ...input }, { reason: "is bad" }), {
    ...from,
    attempts: 1,
  });
  const { key, value, headers = {} } = cut ? shortened(whole) : whole;
  const texts = headers as Record<string, string>;
  const row = fromMessage("logins", {
    value: String(value),
    headers: texts,
    place: "logins_dlq/0",
    offset: 0,
    time,
  });
  const text = String(value);
  return {
    ...{ partition: 0, offset: 3, refused: 0, key, value: Buffer.from(text), text },
    ...{ headers: texts, origin: originOf(texts), row, isUnmarked: false },
  };
}

function messageOf(text: string | null, { at = time, key = "ada" as string | null } = {}) {
  return {
    offset: 7,
    timestamp: Date.parse(at),
    key: key === null ? null : Buffer.from(key),
    value: text === null ? null : Buffer.from(text),
    text: () => text,
    headers: {},
  } as IncomingMessage;
}

/** What is sent for a letter: key, value and counter; or why nothing is. */
function sent(stream: Stream, letter: OpenLetter, source?: IncomingMessage): unknown {
  const resent = needsSource(stream, letter)
    ? fromSource(stream, letter, { topic: "logins", source })
    : fromLetter(stream, letter);
  if ("why" in resent) return resent.why;
  const { key, value, headers } = resent.message;
  return [key?.toString() ?? null, value?.toString(), headers!["tributary.replay.attempts"]];
}

Deno.test("a letter with its whole record is sent as it is, counted", () => {
  assert.deepEqual(sent(open, letterOf({ key: "other" })), ["other", raw, "2"]);
  assert.deepEqual(sent(open, letterOf({})), [null, raw, "2"]);
  const file = { source: "a.csv", line: 3 };
  assert.deepEqual(sent(open, letterOf(file, { from: { topic: "logins" } })), ["ada", raw, "2"]);
});

Deno.test("a piece of a file and text that is no record are kept, saying what to do", () => {
  const from = { topic: "logins" };
  for (const raw of ["ada,then", '{"id": "ada"', "", JSON.stringify(record)]) {
    const { text: _, ...letter } = { ...letterOf({ raw, source: "a.csv" }, { from }) };
    const piece = { ...letter, text: raw, origin: { topic: "logins", text: undefined } };
    assert.match(String(sent(open, piece)), /: repair it and ingest a\.csv again$/);
  }
  for (const raw of ["no JSON", "[1]", "null", "7"]) {
    assert.match(String(sent(open, letterOf({ raw }))), /not a JSON object/);
  }
});

Deno.test("a blanked or cut record is taken from the topic", () => {
  const blanked = letterOf({ stream: secret, key: "ada" });
  assert.deepEqual(sent(secret, blanked, messageOf(raw)), ["ada", raw, "2"]);
  assert.deepEqual(sent(open, blanked, messageOf(raw)), ["ada", raw, "2"], "no longer sensitive");
  const long = JSON.stringify({ ...record, ip: "x".repeat(100_000) });
  for (const stream of [open, secret]) {
    const cut = letterOf({ stream, key: "ada", raw: long }, { cut: true });
    assert.deepEqual(sent(stream, cut, messageOf(long)), ["ada", long, "2"]);
  }
  const broken = letterOf({ raw: '{"id": "\ufffd"}', key: "ada" });
  assert.deepEqual(sent(open, broken, messageOf('{"id": "\ufffd"}')), [
    "ada",
    '{"id": "\ufffd"}',
    "2",
  ]);
  const unreadable = letterOf({ raw: "", key: "ada" });
  assert.deepEqual(sent(open, unreadable, messageOf(raw)), ["ada", raw, "2"]);
  assert.match(String(sent(open, unreadable, messageOf(null))), /not a JSON object/);
});

Deno.test("a blanked record that was sent again before is taken from where it was sent to", () => {
  const place = { source: "replay:logins_dlq/0", line: 3, time: "2026-02-02T00:00:00.000Z" };
  const headers = resentHeaders(
    { partition: 0, offset: 3, refused: Date.parse(place.time) },
    1,
  );
  const again = letterOf({ stream: secret, key: "ada", ...place });
  const source = { ...messageOf(raw, { at: "2026-02-02T00:00:09Z" }), headers };
  assert.deepEqual(sent(secret, again, source as unknown as IncomingMessage), ["ada", raw, "2"]);
  assert.match(String(sent(secret, again, messageOf(raw))), /another message now/);
});

Deno.test("a message that is not the refused one is not sent in its place", () => {
  const blanked = letterOf({ stream: secret, key: "ada" });
  const other = [
    messageOf(raw, { at: "2026-01-01T00:00:00.001Z" }),
    messageOf(raw, { key: "bob" }),
    messageOf(raw, { key: null }),
    messageOf(JSON.stringify({ ...record, id: "bob" })),
    messageOf(JSON.stringify({ ...record, ip: undefined })),
    messageOf("[]"),
    messageOf(null),
  ];
  for (const message of other) {
    assert.match(String(sent(secret, blanked, message)), /logins\/0:7 is another message now/);
  }
  assert.match(String(sent(secret, blanked)), /no longer there/);
  const cut = letterOf({ raw: "x".repeat(100_000) }, { cut: true });
  assert.match(String(sent(open, cut, messageOf("y".repeat(100_000)))), /another message/);
});

Deno.test("only the stream's own topic is read", () => {
  const foreign = letterOf({ stream: secret }, { from: { ...place, topic: "payroll" } });
  const why = "its sensitive values are left out and it was never in logins: ingest logins/0 again";
  assert.equal(sent(secret, foreign, messageOf(raw)), why);
});

Deno.test("a letter without our headers is whole, unless its stream has sensitive fields", () => {
  const headers = {
    "__connect.errors.topic": "logins",
    "__connect.errors.partition": "0",
    "__connect.errors.offset": "7",
  };
  const row = fromMessage("logins", {
    value: raw,
    headers,
    place: "logins_dlq/0",
    offset: 0,
    time,
  });
  const letter = { ...letterOf({}), headers, origin: originOf(headers), row };
  assert.deepEqual(sent(open, letter), [null, raw, "1"]);
  assert.match(String(sent(secret, letter)), /may not be whole and logins\/0:7 is no longer there/);
});

Deno.test("a compacted topic takes no record without a key", () => {
  assert.match(String(sent(compacted, letterOf({}))), /no key/);
  const file = letterOf({ raw: '{"at": "then"}' }, { from: { topic: "logins" } });
  assert.match(String(sent(compacted, file)), /no key/);
});
