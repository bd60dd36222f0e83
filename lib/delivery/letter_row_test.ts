import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import type { IncomingMessage } from "../kafka/consumer.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { open, secret } from "../processing/dead_letter_testing.ts";
import { letterRow } from "./letter_row.ts";

const from = { topic: "lab_logins_dlq", partition: 3 };

function rowOf(message: Partial<IncomingMessage>, stream = open) {
  const base = { offset: 7, timestamp: 1_700_000_000_000, key: null, value: null, headers: {} };
  const row = letterRow(stream, { ...base, text: () => undefined, ...message }, from);
  assert.deepEqual(deadLetters.check(row), []);
  return row;
}

Deno.test("letterRow() says why a letter cannot be read, and where it stands", () => {
  const { source, line, reason } = rowOf({ unreadable: "unknown compression 6" });
  assert.deepEqual([source, line, reason], ["lab_logins_dlq/3", 7, "unknown compression 6"]);
});

Deno.test("letterRow() keeps a record that is not UTF-8 as far as it can be shown, and says so", () => {
  const value = Buffer.from([0x41, 0xff, 0x42]);
  const headers = { "__connect.errors.exception.message": Buffer.from("bad avro") };
  assert.equal(rowOf({ value, headers }).record, "A\ufffdB");
  assert.equal(rowOf({ value, headers }).reason, "bad avro (its record is not UTF-8)");
});

Deno.test("letterRow() leaves the reason of a letter with text, or without a value, as it is", () => {
  const headers = { "__connect.errors.exception.message": Buffer.from("no such table") };
  const letters = [{ text: () => "{}" }, { text: () => null }];
  for (const letter of letters) {
    assert.equal(rowOf({ ...letter, headers }).reason, "no such table");
  }
});

Deno.test("letterRow() leaves sensitive values out of the letters of other programs", () => {
  const row = (text: string, reason: string) => {
    const headers = { "__connect.errors.exception.message": Buffer.from(reason) };
    const { record, reason: shown } = rowOf({ text: () => text, headers }, secret);
    return [record, shown];
  };
  const text = JSON.stringify({ id: "ada", at: "2026-01-01T00:00:00Z", ip: "10.1.2.3" });
  assert.deepEqual(row(text, "no: such table"), [text.replace("10.1.2.3", ""), "no: such table"]);
  const misplaced = JSON.stringify({ id: "ada", at: "10.1.2.3", ip: 1, "10.1.2.3": 1 });
  assert.deepEqual(row(misplaced, "bad")[0], '{"id":"ada","at":"","ip":""}');
  assert.deepEqual(row("ip 10.1.2.3", "not JSON: ip 10.1.2.3"), ["", "not JSON"]);
});
