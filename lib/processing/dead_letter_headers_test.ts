import assert from "node:assert/strict";
import type { Rejection } from "../streams/rejection.ts";
import { attemptsHeader, attemptsOf, originOf } from "./dead_letter_headers.ts";
import { fromMessage, shortened } from "./dead_letter_messages.ts";
import { letter, place, read, record, secret, toMessage } from "./dead_letter_testing.ts";

Deno.test("a dead letter says how often its record was sent again, whatever the header holds", () => {
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
  const from = { topic: "t", partition: 1, offset: 99 };
  const of = (some: Rejection) => originOf(read(toMessage(some, from)));
  assert.deepEqual(of(letter), { ...from, text: undefined });
  assert.deepEqual(of({ ...letter, text: "whole" }), { ...from, text: "whole" });
  assert.deepEqual(of({ ...letter, stream: secret, text: "whole" }), { ...from, text: "blanked" });
  assert.deepEqual(of({ ...letter, stream: secret, key: record.ip, raw: "{}", text: "whole" }), {
    ...from,
    text: "blanked", // the key is left out
  });
  const short = (some: Rejection) => originOf(read(shortened(toMessage(some, from))));
  assert.equal(short({ ...letter, text: "whole" }).text, "cut");
  assert.equal(short({ ...letter, stream: secret, text: "whole" }).text, "blanked");
  const hostile = { "__connect.errors.partition": "-1", "tributary.errors.text": "all" };
  assert.deepEqual(originOf(hostile), { text: undefined });
});
