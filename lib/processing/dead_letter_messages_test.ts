import assert from "node:assert/strict";
import type { OutgoingMessage } from "../kafka/producer.ts";
import { seeded } from "../random.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { reject, type Rejection } from "../streams/rejection.ts";
import * as letters from "./dead_letter_messages.ts";

const fields = { id: Symbol(), at: Timestamp(), ip: Nullable(Type.String()) };
const base = { name: "logins", key: "id", identity: ["id"], schema: Type.Object(fields) } as const;
const open = defineStream({ ...base, time: "at" }) as Stream;
const secret = defineStream({ ...base, time: "at", sensitive: ["ip"] }) as Stream;
const secretKey = defineStream({
  ...base,
  time: "at",
  sensitive: ["id", "ip"],
}) as Stream;
const secretChanges = defineStream({
  ...base,
  time: "ts_ms",
  changes: true,
  sensitive: ["ip"],
}) as Stream;

const { fromMessage } = letters;
/** The message and the row for an input as it was read: reject() removes sensitive values. */
const toMessage = (some: Rejection, from: letters.LetterOrigin) =>
  letters.toMessage(reject(some, some), from);
const toRow = (some: Rejection) => letters.toRow(reject(some, some));

/** A dead letter's key, value and headers are text. */
const textsOf = (message: OutgoingMessage) =>
  message as { key: string | null; value: string; headers: Record<string, string> };

const record = { id: "ada", at: "then", ip: "10.1.2.3" };
const letter: Rejection = {
  stream: open,
  source: "logins.csv",
  line: 17,
  field: "at",
  value: "then",
  reason: "must be a time",
  time: "2026-01-01T00:00:00Z",
  key: "ada",
  raw: JSON.stringify(record),
};
const place = { offset: 5, time: "2026-02-02T00:00:00.000Z" };

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
  assert.deepEqual(rows.slice(0, 3).map(({ source, line }) => [source, line]), [
    ["logins_dlq", 5],
    ["t", 12],
    ["logins_dlq", 0],
  ]);
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
  assert.deepEqual(JSON.parse(value), { ...record, ip: "" });
  assert.equal(headers["tributary.errors.value"], "then");
  assert.equal(headers["__connect.errors.exception.message"], "must be a time");
});

/** The headers of a message as they are read. */
const read = (message: OutgoingMessage) => ({ ...textsOf(message).headers });

Deno.test("a dead letter says how often its record was sent again, whatever the header holds", () => {
  const { attemptsOf, attemptsHeader } = letters;
  const headers = read(toMessage(letter, { topic: "t", attempts: 2 }));
  assert.equal(attemptsOf({ headers }), 2);
  assert.equal(fromMessage("logins", { value: "", headers, ...place }).attempts, 2);
  const [name] = Object.keys(attemptsHeader(1));
  for (const text of ["", "-1", "1e3", "0x10", "99999999999999999999", "two", "\u0663"]) {
    assert.equal(attemptsOf({ headers: { [name!]: text } }), 0, text);
  }
  assert.equal(attemptsOf({ headers: {} }), 0);
  assert.ok(!(name! in read(toMessage(letter, { topic: "t" }))));
});

Deno.test("originOf() says where a record was and what the letter's text is", () => {
  const { originOf } = letters;
  const from = { topic: "t", partition: 1, offset: 99 };
  const of = (some: Rejection) => originOf(read(toMessage(some, from)));
  assert.deepEqual(of(letter), { ...from, text: undefined });
  assert.deepEqual(of({ ...letter, text: "whole" }), { ...from, text: "whole" });
  assert.deepEqual(of({ ...letter, stream: secret, text: "whole" }), { ...from, text: "blanked" });
  assert.deepEqual(of({ ...letter, stream: secret, key: record.ip, raw: "{}", text: "whole" }), {
    ...from,
    text: "blanked", // the key is left out
  });
  const short = (some: Rejection) => originOf(read(letters.shortened(toMessage(some, from))));
  assert.equal(short({ ...letter, text: "whole" }).text, "cut");
  assert.equal(short({ ...letter, stream: secret, text: "whole" }).text, "blanked");
  const hostile = { "__connect.errors.partition": "-1", "tributary.errors.text": "all" };
  assert.deepEqual(originOf(hostile), { text: undefined });
});

Deno.test("toMark() repeats the letter: its row is the same, but replayed", () => {
  const foreign = { "__connect.errors.topic": "t", "__connect.errors.offset": "12" };
  for (const headers of [read(toMessage(letter, { topic: "t", attempts: 1 })), foreign, {}]) {
    const value = "text";
    const row = fromMessage("logins", { value, headers, ...place });
    const at = { partition: 0, offset: place.offset };
    const mark = letters.toMark(
      { ...at, key: "k", value, headers, row },
      "2026-03-03T00:00:00.000Z",
    );
    assert.deepEqual(letters.markedBy(read(mark)), at);
    assert.equal(letters.markedBy(headers), undefined);
    const later = { offset: 77, time: "2026-03-03T00:00:00.000Z" };
    const marked = fromMessage("logins", { value, headers: read(mark), ...later });
    assert.deepEqual(marked, {
      ...row,
      attempts: row.attempts! + 1,
      replayed: "2026-03-03T00:00:00.000Z",
    });
  }
});

Deno.test("a mark whose time is not a valid time is stored with the message's time", () => {
  const row = fromMessage("logins", { value: "", headers: {}, ...place });
  const letter = { partition: 0, offset: 5, key: null, value: null, headers: {}, row };
  const headers = read(letters.toMark(letter, "soon"));
  const marked = fromMessage("logins", { value: "", headers, ...place });
  assert.equal(marked.replayed, place.time);
  assert.deepEqual(deadLetters.check(marked), []);
});
