import assert from "node:assert/strict";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { withNamespace } from "../testing.ts";
import { untilApplied } from "./applied.ts";
import type { Questdb } from "./client.ts";
import { guardTable } from "./table_guard.ts";
import { createTable } from "./tables.ts";
import { openTransport, type Transport } from "./transport.ts";
import { openWriter } from "./writer.ts";

const stream = defineStream({
  name: "guarded",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol(), at: Timestamp(), note: Nullable(Type.String()) }),
}) as Stream;
const row = (id: number) => ({ id: `r${id}`, at: "2026-01-01T00:00:00.000Z", note: `n${id}` });

interface Guarded {
  db: Questdb;
  transport: Transport;
  table: string;
  warnings: string[];
}

function withTable(test: (guarded: Guarded) => Promise<void>): Promise<void> {
  return withNamespace(async ({ db, endpoints: { questdb } }) => {
    const transport = await openTransport(questdb);
    await test({ db, transport, table: db.tableOf(stream), warnings: [] });
  });
}

async function openRows({ db, transport, warnings }: Guarded) {
  const guard = await guardTable(db, stream, { onWarning: (text) => void warnings.push(text) });
  let stored = 0;
  const rows = openWriter<null>(transport, { stream, guard }, {
    onBatch: (n) => void (stored += n),
  });
  let next = 0;
  return {
    guard,
    async add(count: number) {
      for (let i = 0; i < count; i++) rows.add(row(next++), null);
      await rows.flush();
    },
    get stored() {
      return stored;
    },
  };
}

Deno.test("a table that is dropped under a writer is made again as declared", async () => {
  await withTable(async (all) => {
    const { db, table, warnings } = all;
    const rows = await openRows(all);
    await rows.add(10);
    await db.run(`drop table "${table}"`);
    await rows.add(20);
    await untilApplied(db, [table]);
    assert.deepEqual(await db.sql`select count() n, count(note) notes from ${stream}`, [
      { n: 20, notes: 20 },
    ]);
    const [keys] = await db.run<{ keys: string }>(
      `select string_agg("column", ' ') keys from table_columns('${table}') where "upsertKey"`,
    );
    assert.deepEqual(keys!.keys.split(" ").toSorted(), ["id", "timestamp"]);
    assert.equal(rows.guard.replaced, 1);
    assert.match(warnings.join(), new RegExp(`^The table ${table} was dropped .* made again`));
  });
});

Deno.test("a table that is dropped after a batch was acknowledged gets the batch again", async () => {
  await withTable(async (all) => {
    const { db, table, transport } = all;
    let drop = false;
    const rows = await openRows({
      ...all,
      transport: {
        ...transport,
        async send(lines) {
          await transport.send(lines);
          if (drop) await db.run(`drop table "${table}"`);
          drop = false;
        },
      },
    });
    await rows.add(10);
    drop = true;
    await rows.add(20);
    await untilApplied(db, [table]);
    // On a connection that wrote to the dropped table, QuestDB acknowledges rows and stores none.
    assert.deepEqual(await db.sql`select count() n from ${stream}`, [{ n: 20 }]);
    assert.deepEqual([rows.stored, rows.guard.replaced], [30, 1]);
  });
});

Deno.test("a batch is sent again if a column was altered and altered back meanwhile", async () => {
  await withTable(async (all) => {
    const { db, table, transport } = all;
    const alter = async (type: string) => {
      await db.run(`alter table "${table}" alter column note type ${type}`);
      await untilApplied(db, [table]);
    };
    let once = false;
    const rows = await openRows({
      ...all,
      transport: {
        ...transport,
        async send(lines) {
          if (once) await alter("DOUBLE");
          await transport.send(lines);
          if (once) await alter("VARCHAR");
          once = false;
        },
      },
    });
    await rows.add(10);
    once = true;
    await rows.add(20);
    await untilApplied(db, [table]);
    // The notes of the first batch are gone with their column.
    assert.deepEqual(
      [await db.sql`select count() n, count(note) notes from ${stream}`, rows.stored],
      [[{ n: 30, notes: 20 }], 30],
    );
  });
});

Deno.test("a table that someone else made again is noticed, and the batch is stored in it", async () => {
  await withTable(async (all) => {
    const { db, table } = all;
    const rows = await openRows(all);
    await rows.add(10);
    await db.run(`rename table "${table}" to "${table}_old"`);
    await db.run(createTable(stream, table));
    await rows.add(20);
    await untilApplied(db, [table]);
    assert.deepEqual(await db.sql`select count() n from ${stream}`, [{ n: 20 }]);
    assert.equal(rows.guard.replaced, 1);
  });
});

for (
  const [what, change, message] of [
    ["a column of another type", "alter column note type DOUBLE", /its column note is DOUBLE/],
    ["a dropped column", "drop column note", /it has no column note/],
    ["disabled DEDUP", "dedup disable", /its DEDUP keys are none/],
  ] as const
) {
  Deno.test(`a writer stops at a table with ${what}, before it reports rows as stored`, async () => {
    await withTable(async (all) => {
      const { db, table } = all;
      const rows = await openRows(all);
      await rows.add(10);
      await db.run(`alter table "${table}" ${change}`);
      await assert.rejects(rows.add(20), (error: Error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, message);
        return true;
      });
      assert.equal(rows.stored, 10);
    });
  });
}

Deno.test("a column that is altered while the guard is opened is noticed", async () => {
  await withTable(async ({ db, table }) => {
    await guardTable(db, stream);
    let looks = 0;
    const meanwhile: Questdb = {
      ...db,
      async ask(text, options) {
        if (looks++ === 0) await db.run(`alter table "${table}" alter column note type DOUBLE`);
        return await db.ask(text, options);
      },
    };
    await assert.rejects(
      async () => await (await guardTable(meanwhile, stream)).check(),
      /its column note is DOUBLE/,
    );
  });
});

Deno.test("a table that got a further column goes on", async () => {
  await withTable(async (all) => {
    const { db, table } = all;
    const rows = await openRows(all);
    await rows.add(10);
    await db.run(`alter table "${table}" add column own LONG`);
    await rows.add(20);
    assert.equal(rows.stored, 30);
    assert.equal(rows.guard.replaced, 0);
  });
});
