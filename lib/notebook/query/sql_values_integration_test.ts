/** Every type that a cell can hold, against its literal, over REST and over the wire. */
import assert from "node:assert/strict";
import type { Questdb } from "../../questdb/client.ts";
import { connectQuestdb } from "../../questdb/client.ts";
import { tableName } from "../sender.ts";
import { untilRows, withNotebook } from "../testing.ts";
import { sql } from "./sql.ts";

/** A value of a cell, and the literal that a person would write for it. */
type Value = [value: unknown, literal: string];

const DAY = "2024-01-05T10:15:00.000Z";
const VALUES: Value[] = [
  [true, "true"],
  [false, "false"],
  [8, "8"],
  [8.0, "8"],
  [8.5, "8.5"],
  [-8.5, "-8.5"],
  [-0, "-0.0"],
  [1e-7, "1e-7"],
  [1e300, "1e300"],
  [2 ** 53, "9007199254740992"],
  [2 ** 62, "4611686018427387904"],
  [5n, "5"],
  [2n ** 63n - 1n, "9223372036854775807"],
  [2n ** 70n, "0x400000000000000000"],
  ["", "''"],
  ["a", "'a'"],
  ["it's", "'it''s'"],
  ['é"😀', "'é\"😀'"],
  ["\\'; drop table x; --", "'\\''; drop table x; --'"],
  ["11111111-1111-1111-1111-111111111111", "'11111111-1111-1111-1111-111111111111'"],
  ["1.2.3.4", "'1.2.3.4'"],
  [new Date(DAY), `'${DAY}'::timestamp`],
  [Temporal.Instant.from(DAY), `'${DAY}'::timestamp`],
  [null, "null"],
];

/** Columns, each with the values that belong to its type. */
const COLUMNS: Record<string, Value[]> = {
  bo: VALUES.slice(0, 2),
  ...Object.fromEntries(
    ["i", "l", "d"].map((name) => [name, VALUES.slice(2, 13)]),
  ),
  l256: VALUES.slice(11, 14),
  ...Object.fromEntries(["s", "v", "st"].map((name) => [name, VALUES.slice(14, 19)])),
  c: VALUES.slice(15, 16),
  u: VALUES.slice(19, 20),
  ip: VALUES.slice(20, 21),
  ts: VALUES.slice(21, 23),
  da: VALUES.slice(21, 23),
};

const CONDITIONS = ["= ", "!= ", "< ", ">= "];
/** QuestDB 9.3.4 dies of `uuid < 'text'`, with literals too. */
const UNORDERED = ["u", "bo", "l256"];

async function withValues(
  test: (table: string, both: [name: string, ask: Questdb["sql"]][]) => Promise<void>,
): Promise<void> {
  await withNotebook(async (space) => {
    const name = tableName("values");
    await space.db.run(`create table "${name}" (ts timestamp, bo boolean, i int, sh short, by byte,
      l long, d double, f float, l256 long256, s symbol, v varchar, st string, c char, u uuid, ip ipv4,
      da date) timestamp(ts) partition by day wal`);
    await space.db.run(`insert into "${name}" values
      ('${DAY}', true, 8, 8, 8, 9223372036854775807, 8.5, 8.5, 0x400000000000000000, 'a', 'it''s', '',
        'a', '11111111-1111-1111-1111-111111111111', '1.2.3.4', '${DAY}'),
      ('2024-01-06', false, -8, 0, 5, 8, -0.0, 1.0, 0x05, 'it''s', 'é"😀', 'a', 'b',
        '22222222-1111-1111-1111-111111111111', '1.2.3.5', '2024-01-06'),
      ('2024-01-07', false, null, 0, 0, null, null, null, null, null, null, null, null, null, null, null)`);
    await untilRows(space, name, 3);
    const wire = connectQuestdb(space.endpoints.questdb);
    try {
      await test(name, [["REST", sql.with({ log: () => {} })], ["the wire", wire.sql]]);
    } finally {
      await wire.close();
    }
  });
}

const outcome = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).catch((error: Error) => {
    // The texts of the two queries differ in blanks, and so do the places in them.
    const [said] = error.message.split("\n");
    return `refused: ${said!.replace(/, line \d+$/, "")}`;
  });

Deno.test("a value means the same as its literal, in every position and against every type", async () => {
  await withValues(async (name, both) => {
    const table = sql.id(name);
    const known = new Map<string, Promise<unknown>>();
    for (const [way, ask] of both) {
      const text = (sql: string) => ask(Object.assign([sql], { raw: [sql] }));
      const waiting: (() => Promise<void>)[] = [];
      const same = (query: PromiseLike<unknown>, literal: string) =>
        waiting.push(async () => {
          const expected = known.get(literal) ?? outcome(text(literal));
          known.set(literal, expected);
          assert.deepEqual(await outcome(query), await expected, `${literal}, over ${way}`);
        });
      for (const [value, literal] of VALUES) {
        same(
          ask`select ${value} x, concat('<', ${value}, '>') y`,
          `select ${literal} x, concat('<', ${literal}, '>') y`,
        );
        same(
          ask`select case when 1 = 1 then ${value} end x`,
          `select case when 1 = 1 then ${literal} end x`,
        );
      }
      for (const [column, values] of Object.entries(COLUMNS)) {
        for (const [value, literal] of [...values, VALUES.at(-1)!]) {
          for (const sign of CONDITIONS.slice(0, UNORDERED.includes(column) ? 2 : 4)) {
            same(
              ask`select ts from ${table} where ${sql.id(column)} ${text(sign)} ${value}`,
              `select ts from "${name}" where ${column} ${sign} ${literal}`,
            );
          }
        }
        if (column === "bo") continue;
        const list = values.map(([value]) => value);
        const literals = values.map(([, literal]) => literal).join(", ");
        const id = sql.id(column);
        for (const not of [ask``, ask`not`]) {
          const literal = `select ts from "${name}" where ${column} ${
            not.strings[0]
          } in (${literals})`;
          same(ask`select ts from ${table} where ${id} ${not} in (${list})`, literal);
          same(ask`select ts from ${table} where ${id} ${not} in ${new Set(list)}`, literal);
        }
        same(
          ask`select ts from ${table} where ${id} = any(${list})`,
          `select ts from "${name}" where ${column} in (${literals})`,
        );
        same(
          ask`select ts from ${table} where ${id} in (${[]})`,
          `select ts from "${name}" where 1 = 0`,
        );
        same(
          ask`select ts from ${table} where ${id} not in ${[]}`,
          `select ts from "${name}"`,
        );
      }
      const [from, to] = [new Date(DAY), new Date("2024-01-06")];
      same(
        ask`select ts from ${table} where ts between ${from} and ${to} limit ${-1}`,
        `select ts from "${name}" where ts between '${DAY}' and '2024-01-06' limit -1`,
      );
      same(
        ask`select ts from ${table} where ts in ${"2024-01-05"}`,
        `select ts from "${name}" where ts in '2024-01-05'`,
      );
      same(
        ask`select count() n from ${table} sample by ${"1d"}`,
        `select count() n from "${name}" sample by 1d`,
      );
      same(ask`select array_sum(${[1, 2.5]}) n`, "select array_sum(array[1, 2.5]) n");
      same(
        ask`select v from ${table} where v like ${"it%"} and s != ${"b"}`,
        `select v from "${name}" where v like 'it%' and s != 'b'`,
      );
      // QuestDB dies of a thousand queries at once.
      const work = async () => {
        for (let next; (next = waiting.pop());) await next();
      };
      await Promise.all([work(), work(), work()]);
      assert.deepEqual(
        await ask`select ${1} a, ${8.5} b, ${true} c, ${"s"} s, ${null} n, ${from} d`,
        [
          { a: 1, b: 8.5, c: true, s: "s", n: null, d: from },
        ],
      );
      assert.deepEqual(await ask`select l from ${table} where l < ${8.5}`, [{ l: 8 }]);
      assert.deepEqual(await ask`select i from ${table} where bo = ${true}`, [{ i: 8 }]);
    }
  });
});

Deno.test("what QuestDB cannot take is refused before it is sent, with what to write", async () => {
  await withValues(async (_, both) => {
    const refused: [unknown, RegExp][] = [
      [undefined, /use null/],
      [NaN, /no NaN/],
      [Infinity, /no Infinity/],
      [new Date("nope"), /invalid Date/],
      [{ a: 1 }, /one of its fields/],
      [["a"], /x in \(\$\{list\}\)/],
      [Uint8Array.of(1), /x in \(\$\{list\}\)/],
      [() => 1, /call it/],
      [Symbol.iterator, /use text/],
      [Promise.resolve(1), /await it/],
      ["\0", /NUL/],
      ["\udc00", /toWellFormed/],
      [2n ** 256n, /LONG256/],
    ];
    for (const [, ask] of both) {
      for (const [value, message] of refused) {
        await assert.rejects(async () => await ask`select 1 where 'x' = ${value}`, {
          name: "TypeError",
          message,
        });
      }
    }
  });
});

Deno.test("hostile texts come back as they were sent, and a long list goes over the wire", async () => {
  await withValues(async (name, both) => {
    const texts = [
      "'",
      "''",
      "\\",
      "\\'",
      `"`,
      "--",
      "/*",
      "*/'",
      ";drop table x",
      "\r\n",
      "$1",
      "\x1a",
    ];
    for (const [, ask] of both) {
      const fields = texts.map((text, i) => sql`${sql``}${text} ${sql.id(`c${i}`)}`);
      const list = fields.slice(1).reduce((list, field) => sql`${list}, ${field}`, fields[0]!);
      const [row] = await ask`select ${list}`;
      assert.deepEqual(Object.values(row!), texts);
      const keys = Array.from({ length: 10_000 }, (_, i) => `key ${i}`);
      const query = ask`select ts from ${sql.id(name)} where s in (${[...keys, "a"]})`;
      assert.equal((await query).length, 1);
    }
    const many = Array.from({ length: 200_000 }, (_, i) => `key ${i}`);
    await assert.rejects(async () => await sql`select 1 where 'a' in (${many})`, {
      name: "RangeError",
      message: /QuestDB takes 1 MiB\. Ask for the values of a long list in several queries/,
    });
  });
});
