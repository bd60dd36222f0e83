import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { reject, type Rejection } from "../streams/rejection.ts";
import * as messages from "./dead_letter_messages.ts";
import {
  letter,
  open,
  place,
  record,
  secret,
  secretChanges,
  secretKey,
  textsOf,
  toMessage,
} from "./dead_letter_testing.ts";

const { fromMessage } = messages;
/** The row for an input as it was read: reject() removes sensitive values. */
const toRow = (some: Rejection) => messages.toRow(reject(some, some));

Deno.test("toMessage() keeps key and value, and says where and why in Kafka Connect's headers", () => {
  assert.deepEqual(toMessage(letter, { topic: "lab_logins", partition: 1, offset: 99 }), {
    key: "ada",
    value: letter.raw,
    headers: {
      "__connect.errors.topic": "lab_logins",
      "__connect.errors.partition": "1",
      "__connect.errors.offset": "99",
      "__connect.errors.exception.class.name": "BadRecordError",
      "__connect.errors.exception.message": "must be a time",
      "tributary.errors.source": "logins.csv",
      "tributary.errors.line": "17",
      "tributary.errors.field": "at",
      "tributary.errors.value": "then",
      "tributary.errors.time": "2026-01-01T00:00:00Z",
    },
  });
  const { key: _, ...keyless } = letter;
  const { key, headers } = textsOf(toMessage(keyless, { topic: "t" }));
  assert.equal(key, null);
  assert.ok(!("__connect.errors.partition" in headers) && !("__connect.errors.offset" in headers));
});

Deno.test("fromMessage() reverses toMessage(): the row is the same as in a direct ingest, and can be stored", () => {
  const random = seeded("letters");
  const texts = ["", "x", 'a "b"\n', "é🍕", "{", "0", "null"];
  for (let i = 0; i < 500; i++) {
    const some: Rejection = {
      ...letter,
      stream: random.pick([open, secret, secretKey, secretChanges]),
      source: random.pick(["a.csv", "t/0", "é"]),
      line: random.int(0, 2 ** random.int(0, 53)),
      field: random.pick(["", "at", "after/ip", "items/0/x"]),
      value: random.pick(texts),
      reason: random.pick(["must be text", "x: y", "é"]),
      raw: random.pick([...texts, letter.raw, JSON.stringify({ op: "c", after: record })]),
    };
    const { headers, value } = textsOf(toMessage(some, { topic: "t", partition: 0, offset: i }));
    const row = fromMessage("logins", { value, headers, ...place });
    assert.deepEqual(row, toRow(some));
    assert.deepEqual(deadLetters.check(row), []);
  }
});

Deno.test("fromMessage() turns any message in the topic into a row that can be stored", () => {
  const written: Record<string, string>[] = [
    {},
    { "__connect.errors.topic": "t", "__connect.errors.offset": "12" },
    { "tributary.errors.line": "many", "tributary.errors.time": "yesterday" },
    { "tributary.errors.line": "-1", "tributary.errors.time": "1969-01-01T00:00:00Z" },
    {
      "tributary.errors.line": "1e30",
      "tributary.errors.source": "",
      "__connect.errors.topic": "",
    },
    { "tributary.errors.time": "2026-01-01T00:00:00+01:00" },
  ];
  const rows = written.map((headers) => fromMessage("logins", { value: "?", headers, ...place }));
  for (const row of rows) {
    assert.deepEqual(deadLetters.check(row), []);
    assert.equal(row.time, place.time);
  }
  for (const { source, line } of rows) assert.deepEqual([source, line], [place.place, 5]);
});

Deno.test("fromMessage() tells Connect's letters of the same offset apart, and from ours", () => {
  const rows = ["0", "1"].map((partition) => {
    const headers = {
      "__connect.errors.topic": "lab_logins",
      "__connect.errors.partition": partition,
      "__connect.errors.offset": "12",
    };
    return fromMessage("logins", { value: "?", headers, ...place });
  });
  assert.deepEqual(rows.map(({ source, line, attempts }) => [source, line, attempts]), [
    ["lab_logins/0", 12, null],
    ["lab_logins/1", 12, null],
  ]);
  const { headers, value } = textsOf(toMessage(letter, { topic: "t" }));
  assert.equal(fromMessage("logins", { value, headers, ...place }).attempts, 0);
});

/** All texts of a message and a row as one text. */
const all = (some: Rejection) => JSON.stringify([toMessage(some, { topic: "t" }), toRow(some)]);

Deno.test("no sensitive value gets into a dead letter, wherever it was", () => {
  const ip = record.ip;
  const change = { op: "u", ts_ms: 1, before: record, after: record };
  const rejections: Rejection[] = [
    { ...letter, stream: secret },
    { ...letter, stream: secret, raw: JSON.stringify({ ...record, ip: [{ a: ip }] }) },
    { ...letter, stream: secret, raw: JSON.stringify([record]) },
    { ...letter, stream: secret, raw: JSON.stringify(ip) },
    { ...letter, stream: secret, raw: `{"id": "ada", "ip": "${ip}"` },
    { ...letter, stream: secret, raw: `ada,then,${ip}`, field: "", value: `ada,then,${ip}` },
    { ...letter, stream: secret, field: "ip", value: ip },
    { ...letter, stream: secret, field: "ip/0", value: ip },
    { ...letter, stream: secret, raw: `{"ip": ${ip}`, reason: `must be JSON: near "${ip}"` },
    { ...letter, stream: secret, key: ip },
    { ...letter, stream: secret, key: `{"ip":"${ip}"}`, raw: "{" },
    { ...letter, stream: secretChanges, raw: JSON.stringify(change) },
    { ...letter, stream: secretChanges, raw: JSON.stringify({ ...change, after: ip }) },
    { ...letter, stream: secretChanges, raw: JSON.stringify(change), field: "after/ip", value: ip },
    {
      ...letter,
      stream: secretChanges,
      raw: JSON.stringify(change),
      field: "after",
      value: `{${ip}`,
    },
    { ...letter, stream: secretChanges, raw: JSON.stringify({ ...change, after: null }), key: ip },
  ];
  for (const some of rejections) assert.ok(!all(some).includes(ip), all(some));
  assert.ok(all(letter).includes(ip), "a stream without sensitive fields keeps everything");
});

Deno.test("a sensitive key is not a message key; a harmless one stays", () => {
  assert.equal(toMessage({ ...letter, stream: secretKey }, { topic: "t" }).key, null);
  assert.ok(!all({ ...letter, stream: secretKey }).includes("ada"));
  assert.equal(toMessage({ ...letter, stream: secret }, { topic: "t" }).key, "ada");
  const change = JSON.stringify({ op: "d", ts_ms: 1, before: record, after: null });
  assert.equal(
    toMessage({ ...letter, stream: secretChanges, raw: change }, { topic: "t" }).key,
    "ada",
  );
});

Deno.test("what is not sensitive stays in a dead letter of a sensitive stream", () => {
  const { value, headers } = textsOf(toMessage({ ...letter, stream: secret }, { topic: "t" }));
  // A time that is none may be anything, also a sensitive value in the wrong field.
  assert.deepEqual(JSON.parse(value), { ...record, ip: "", at: "" });
  assert.equal(headers["tributary.errors.value"], "");
  assert.equal(headers["__connect.errors.exception.message"], "must be a time");
  const at = "2026-01-01T00:00:00Z";
  const timed = { ...letter, stream: secret, raw: JSON.stringify({ ...record, at }), value: at };
  const kept = textsOf(toMessage(timed, { topic: "t" }));
  assert.deepEqual(JSON.parse(kept.value), { ...record, ip: "", at });
  assert.equal(kept.headers["tributary.errors.value"], at);
});
