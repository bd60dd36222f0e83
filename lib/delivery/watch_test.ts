import assert from "node:assert/strict";
import { defineStream, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { openAccounts } from "../processing/account.ts";
import { reject, type Rejection } from "../streams/rejection.ts";
import { watch } from "./watch.ts";

const base = {
  name: "logins",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol(), at: Timestamp(), ip: Type.String() }),
} as const;
const stream = defineStream(base) as Stream;
const letter: Rejection = {
  stream,
  source: "logins.csv",
  line: 17,
  field: "ip",
  value: "10.1.2.3",
  reason: "must be text",
  time: "2026-01-01T00:00:00Z",
  raw: '{"ip":"10.1.2.3"}',
};

function watched(signal?: AbortSignal) {
  const updates: unknown[][] = [], lines: string[] = [], failures: string[] = [];
  const view = watch({
    prefix: "x_",
    ...(signal ? { signal } : {}),
    progress: {
      update: (...args) => void updates.push(args),
      log: (line) => void lines.push(line),
      done() {},
    },
    fail: (line) => void failures.push(line),
  });
  return { view, updates, lines, failures };
}

const account = (change: object) => Object.assign(openAccounts().of(stream), change);

Deno.test("watch() shows the first five bad records, and says once where to find the others", () => {
  const five = watched();
  for (let i = 0; i < 5; i++) five.view.onBad({ ...letter, line: i });
  assert.deepEqual(
    five.lines,
    [0, 1, 2, 3, 4].map((i) => `rejected: logins.csv:${i}: ip: must be text (got "10.1.2.3")`),
  );
  const many = watched();
  for (let i = 0; i < 6; i++) many.view.onBad({ ...letter, line: i });
  assert.equal(many.lines.length, 6);
  for (let i = 6; i < 100; i++) many.view.onBad({ ...letter, line: i });
  assert.equal(many.lines.length, 6);
  assert.match(
    many.lines[5]!,
    /^rejected: further bad records are only counted; see deno task sql 'select \* from x_dead_letters'$/,
  );
});

Deno.test("watch() shows no sensitive value", () => {
  const { view, lines, failures } = watched();
  const secret = defineStream({ ...base, sensitive: ["ip"] }) as Stream;
  view.onBad(reject({ ...letter, stream: secret }, letter));
  view.verdict([account({ read: 1, rejected: 1 })]);
  assert.deepEqual(lines, ["rejected: logins.csv:17: ip: must be text"]);
  assert.ok(!failures.join().includes("10.1.2.3"));
});

Deno.test("watch() shows what is published and, with a sink, how much of what is published is stored", () => {
  const { view, updates } = watched();
  view.onChange(account({ read: 5, published: 5 }), 0.25);
  view.onChange(account({ read: 7, published: 6 }));
  view.onChange(account({ read: 7, published: 6, stored: 2 }), 1);
  assert.deepEqual(updates, [
    ["logins", 5, { share: 0.25 }],
    ["logins", 6, undefined],
    ["logins", 6, { share: 1 }],
    ["logins stored", 2, 6],
  ]);
});

Deno.test("verdict() is 0 if anything was published", () => {
  const { view, failures } = watched();
  view.onBad(letter);
  const accounts = [account({ read: 3, rejected: 3 }), account({ read: 1, published: 1 })];
  assert.deepEqual([view.verdict(accounts), failures], [0, []]);
});

Deno.test("verdict() is 1 if everything was rejected, with the first reason", () => {
  const { view, failures } = watched();
  view.onBad(letter);
  view.onBad({ ...letter, line: 18 });
  assert.equal(view.verdict([account({ read: 2, rejected: 2 })]), 1);
  assert.deepEqual(failures, [
    'error: Nothing ingested: all 2 records were rejected, the first: logins.csv:17: ip: must be text (got "10.1.2.3")',
  ]);
});

Deno.test("verdict() says that the only record was rejected", () => {
  const { view, failures } = watched();
  view.onBad(letter);
  assert.equal(view.verdict([account({ read: 1, rejected: 1 })]), 1);
  assert.match(failures.join(), /: the only record was rejected: logins\.csv:17: ip: /);
});

Deno.test("verdict() is 1 if nothing was read, and says so", () => {
  const { view, failures } = watched();
  assert.equal(view.verdict([]), 1);
  assert.deepEqual(failures, ["error: Nothing ingested: the source holds no records"]);
});

Deno.test("verdict() is 0 for an interrupted run", () => {
  const { view, failures } = watched(AbortSignal.abort());
  assert.deepEqual([view.verdict([account({})]), failures], [0, []]);
});

Deno.test("verdict() fails if published records are neither stored nor dead letters", () => {
  const { view, failures } = watched();
  const rows = { read: 10, published: 9, rejected: 1, rows: 5 };
  assert.equal(view.verdict([account({ ...rows, stored: 8, deadLettered: 2 })]), 0);
  assert.equal(view.verdict([account({ ...rows, stored: 5, deadLettered: 2 })]), 1);
  assert.match(
    failures.join(),
    /^error: 3 of 9 published records are not in the table x_logins: it was dropped or changed/,
  );
});
