import assert from "node:assert/strict";
import {
  defineStream,
  IPv4,
  Long,
  Nullable,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
  Uuid,
} from "../streams/define.ts";
import { type Random, seeded } from "../random.ts";
import { withNamespace } from "../testing.ts";
import { untilApplied } from "./applied.ts";
import { guardTable } from "./table_guard.ts";
import { openTransport } from "./transport.ts";
import { openWriter } from "./writer.ts";

const everything = defineStream({
  name: "everything",
  key: "id",
  time: "at",
  identity: ["id", "kind"],
  schema: Type.Object({
    id: Long(),
    kind: Symbol(),
    at: Timestamp(),
    text: Nullable(Type.String()),
    label: Nullable(Symbol()),
    amount: Nullable(Type.Number()),
    whole: Nullable(Long()),
    flag: Type.Boolean(),
    moment: Nullable(Timestamp()),
    uuid: Nullable(Uuid()),
    address: Nullable(IPv4()),
    list: Nullable(Type.Array(Type.Unknown())),
  }),
});
type Everything = RecordOf<typeof everything>;

const TEXTS = [
  "",
  " ",
  "a b",
  'quote " quote',
  "back\\slash\\",
  "\\",
  '\\"',
  "line\nbreak",
  "carriage\rreturn\r\n",
  "comma,equals=space ",
  "=,\\ ",
  "tab\t",
  "grüße, 東京",
  "emoji 🍕👩‍👩‍👧",
  "'single' `back` $1 {} ${}",
  "null",
  "\uffff",
  "x".repeat(70_000),
  "é".repeat(40_000),
];
const NUMBERS = [
  -0,
  0,
  1e308,
  -1e308,
  5e-324,
  0.1,
  -1.5,
  1 / 3,
  8.75,
  2 ** 53,
  1e21,
  Number.MIN_VALUE,
];
const WHOLES = [
  0,
  1,
  -1,
  9,
  10,
  999_999_999,
  1e9,
  1e9 + 1,
  2 ** 31,
  2 ** 53 - 1,
  1 - 2 ** 53,
];
const TIMES = [
  "1970-01-01T00:00:00Z",
  "1970-01-01T00:00:00.000001Z",
  "2262-04-11T23:47:16.854776Z",
  "2262-12-31T23:59:59.999999Z",
  "2026-02-28T23:59:59.5Z",
  "2024-02-29T12:00:00.120Z",
  "9999-12-31T23:59:59.999999Z",
];

function someText(random: Random): string {
  if (random.next() < 0.6) return random.pick(TEXTS);
  const alphabet = ["\\", '"', "\n", ",", "=", " ", "a", "é", "🍕", "\r", "\t", "'", "\u0001"];
  return Array.from({ length: random.int(0, 12) }, () => random.pick(alphabet)).join("");
}

function someRecord(random: Random, id: number): Everything {
  const maybe = <T>(value: T) => random.next() < 0.2 ? null : value;
  const byte = () => random.int(1, 255);
  const hex = (n: number) =>
    Array.from({ length: n }, () => "0123456789abcdef"[random.int(0, 15)]).join("");
  return {
    id,
    kind: someText(random),
    at: random.pick(TIMES),
    text: maybe(someText(random)),
    label: maybe(someText(random)),
    amount: maybe(
      random.next() < 0.5 ? random.pick(NUMBERS) : random.normal() * 10 ** random.int(-20, 20),
    ),
    whole: maybe(random.pick(WHOLES)),
    flag: random.next() < 0.5,
    moment: maybe(random.pick(TIMES)),
    uuid: maybe(`${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`),
    address: maybe(`${byte()}.${byte()}.${byte()}.${byte()}`),
    list: maybe([someText(random), random.pick(NUMBERS) + 0, { nested: [someText(random)] }]),
  };
}

/** The same time with six digits, to compare different spellings. */
const sixDigits = (time: string | null | undefined) =>
  time == null ? null : `${time.slice(0, 19)}.${(time.slice(20, -1) || "0").padEnd(6, "0")}`;

Deno.test("encoder: nasty values come back equal from SQL", async () => {
  await withNamespace(async ({ db, endpoints: { questdb } }) => {
    const stream = everything;
    const writer = openWriter<number>(await openTransport(questdb), {
      stream,
      guard: await guardTable(db, stream),
    }, {
      onBatch: (_, refused) => assert.deepEqual(refused, []),
    });
    const random = seeded(20260101);
    const records = Array.from({ length: 2000 }, (_, id) => someRecord(random, id));
    records.push({ id: 2000, kind: "", at: "1970-01-01T00:00:00Z", flag: false }); // all others absent
    for (const record of records) {
      assert.deepEqual(stream.check(record), []);
      writer.add(record, record.id);
      if (record.id % 700 === 0) await writer.flush();
    }
    await writer.flush();
    await untilApplied(db, [db.tableOf(stream)]);
    const rows = await db.sql<
      Everything & { timestamp: string }
    >`select * from ${stream} order by id`;
    assert.equal(rows.length, records.length);
    for (const [i, record] of records.entries()) {
      const { timestamp, moment, list, ...row } = rows[i]!;
      const { at, moment: givenMoment, list: givenList, ...given } = record;
      assert.equal(sixDigits(timestamp), sixDigits(at));
      assert.equal(sixDigits(moment), sixDigits(givenMoment));
      assert.deepEqual(
        list === null ? null : JSON.parse(list as unknown as string),
        givenList ?? null,
      );
      const empty = {
        text: null,
        label: null,
        amount: null,
        whole: null,
        uuid: null,
        address: null,
      };
      assert.deepEqual(row, { ...empty, ...given }); // strict: −0 is not 0
    }
  }, { times: "text" });
});

Deno.test("openWriter() stores all but the bad rows of a refused batch and reports each", async () => {
  await withNamespace(async ({ db, endpoints: { questdb } }) => {
    // The table has a UUID where the writer's stream allows any text: the database refuses, not the check.
    const fields = { id: Type.String(), at: Timestamp() };
    const base = { name: "halving", key: "id" as const, time: "at", identity: ["id" as const] };
    const stored = defineStream({
      ...base,
      schema: Type.Object({ ...fields, n: Nullable(Uuid()) }),
    });
    const sent = defineStream({ ...base, schema: Type.Object({ ...fields, n: Type.String() }) });
    const guard = await guardTable(db, stored);
    let requests = 0;
    const transport = await openTransport(questdb);
    const counting = {
      ...transport,
      send: (lines: Uint8Array) => (requests++, transport.send(lines)),
    };
    const bad = new Map<number, string>();
    let rows = 0;
    const writer = openWriter<number>(counting, { stream: sent, guard }, {
      onBatch(stored, refused) {
        rows += stored;
        for (const { origin, reason } of refused) bad.set(origin, reason);
      },
    });
    const good = "11111111-2222-4333-8444-555555555555";
    for (let i = 0; i < 5000; i++) {
      writer.add({
        id: `r${i}`,
        at: "2026-01-01T00:00:00Z",
        n: [17, 4999].includes(i) ? "no uuid" : good,
      }, i);
    }
    await writer.flush();
    await untilApplied(db, [db.tableOf(stored)]);
    assert.deepEqual([...bad.keys()], [17, 4999]);
    assert.match(bad.get(17)!, /column: n.*UUID/);
    assert.equal(rows, 4998);
    assert.deepEqual(await db.sql`select count() n from ${stored}`, [{ n: 4998 }]);
    assert.ok(requests < 60, `${requests} requests`);
  });
});

Deno.test("a NUL comes back equal in a VARCHAR; QuestDB refuses one in a SYMBOL, as the check does", async () => {
  await withNamespace(async ({ db, endpoints: { questdb } }) => {
    const base = { name: "nuls", key: "id", time: "at", identity: ["id"] } as const;
    const text = { id: Type.String(), at: Timestamp(), n: Type.String() };
    const sent = defineStream({ ...base, schema: Type.Object(text) });
    const stored = defineStream({ ...base, schema: Type.Object({ ...text, n: Symbol() }) });
    const guard = await guardTable(db, stored);
    const transport = await openTransport(questdb);
    const refused: string[] = [];
    const writer = openWriter<string>(transport, { stream: stored, guard }, {
      onBatch: (_, rows) => rows.forEach(({ origin }) => refused.push(origin)),
    });
    const at = "2026-01-01T00:00:00Z";
    for (const [id, n] of [["a\0b", "x"], ["c", "y\0"]] as const) {
      assert.equal(stored.valid({ id, at, n }), n === "x");
      assert.ok(sent.valid({ id, at, n }));
      writer.add({ id, at, n }, id);
    }
    await writer.flush();
    await untilApplied(db, [db.tableOf(stored)]);
    assert.deepEqual(refused, ["c"]);
    assert.deepEqual(await db.sql`select id, n from ${stored}`, [{ id: "a\0b", n: "x" }]);
  });
});

Deno.test("unknown fields that a stream keeps come back from SQL, and an old table is told the command", async () => {
  await withNamespace(async ({ db, endpoints: { questdb } }) => {
    const schema = Type.Object({ id: Symbol({ minLength: 1 }), at: Timestamp() });
    const base = { name: "kept", key: "id", time: "at", identity: ["id"], schema } as const;
    const stream = defineStream({ ...base, unknown: "keep" });
    await guardTable(db, defineStream(base));
    const table = db.tableOf(stream);
    const command = `alter table "${table}" add column unknown_fields VARCHAR`;
    await assert.rejects(
      guardTable(db, stream),
      (error: Error) => error.message.includes(command),
    );
    await db.run(command);
    await untilApplied(db, [table]);
    const guard = await guardTable(db, stream);
    const transport = await openTransport(questdb);
    const writer = openWriter<null>(transport, { stream, guard });
    const more = '{"__proto__":{"x":1},"unknown_fields":"\\"","a\\u0000b":[1,"🍕"]}';
    writer.add({ id: "a", at: "2026-01-01T00:00:00Z" }, null);
    writer.add({ ...JSON.parse(more), id: "b", at: "2026-01-01T00:00:00Z" }, null);
    await writer.flush();
    await untilApplied(db, [table]);
    assert.deepEqual(await db.sql`select id, unknown_fields from ${stream} order by id`, [
      { id: "a", unknown_fields: null },
      { id: "b", unknown_fields: more },
    ]);
  });
});
