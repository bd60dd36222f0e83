import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { withNamespace } from "../../testing.ts";
import type { AnswerColumn, Row } from "../answer.ts";
import { connectQuestdb } from "../client.ts";
import { askRest } from "../rest.ts";
import { type ColumnFilter, type FilterIs, FILTERS } from "./filter.ts";
import { kindOf } from "./column_kind.ts";
import { rowSlices } from "./row_slices.ts";
import { openSlices } from "./slices.ts";

/** Rows of every type, with nulls, ties, extremes, shared beginnings and quotes. */
const ROWS = 2500;
const TABLE = `
  timestamp_sequence('2024-01-01', rnd_long(0, 2000000, 0)) timestamp,
  x id,
  rnd_double(3) * 1000 - 500 d,
  case when x % 3 = 0 then 7.25 when x % 17 = 0 then 1e15 * x else rnd_double() * 1e-6 end skewed,
  rnd_float(5) f,
  rnd_int(-50, 50, 4) few,
  rnd_int() i,
  rnd_long() wide,
  case when x % 5 = 0 then null else 9007199254740993L + x % 90 end big,
  rnd_short() sh,
  rnd_byte() b,
  rnd_boolean() t,
  rnd_symbol('a', 'B', 'it''s "x"', '%', 'é', null) sy,
  rnd_str(1, 4, 5) str,
  'trip_' || lpad((rnd_int(0, 9000, 0))::string, 6, '0') trip,
  rnd_varchar(1, 6, 3) v,
  rnd_uuid4() u,
  rnd_char() c,
  rnd_date(to_date('2020', 'yyyy'), to_date('2020-03', 'yyyy-MM'), 3) day,
  'same' same,
  case when x % 2 = 0 then 1.0000000000000002 else 1.0 end near,
  cast(rnd_int(0, 300, 2) as ipv4) ip,
  cast(timestamp_sequence('2024-01-01', 1) as timestamp_ns) ns,
  cast(null as double) nothing,
  rnd_long256() l256`;

Deno.test("openSlices() has every window of every order and filter as it stands in the whole answer", async () => {
  await withNamespace(async ({ db, endpoints, prefix }) => {
    const name = `${prefix}slices`;
    await db.run(
      `create table "${name}" as (select ${TABLE} from long_sequence(${ROWS})) timestamp(timestamp) partition by day bypass wal`,
    );
    const { questdb } = endpoints;
    const reader = connectQuestdb({ ...questdb, pg: { ...questdb.pg, ...questdb.reader } }, {
      times: "text",
    });
    try {
      const from = `"${name}"`;
      const { columns } = await askRest(questdb, `select * from ${from} limit 0`);
      const { rows: all } = await reader.ask<Row>(`select * from ${from}`);
      assert.equal(all.length, ROWS);
      const random = seeded(10);
      const ask = <T extends Row>(text: string) => reader.ask<T>(text);
      const sortable = columns.filter(({ type }) => kindOf(type) !== "other");
      const sorts = sortable.map(({ name }) => ({
        column: name,
        descending: random.next() < 0.5,
      }));
      const randomFilter = (): ColumnFilter => {
        const column = random.pick(sortable);
        const is = random.pick(FILTERS[kindOf(column.type)]);
        const present = all.map((row) => row[column.name]).filter((value) => value !== null);
        const value = () => present.length === 0 ? "0" : textOf(random.pick(present), is);
        return { column: column.name, is, value: value(), to: value() };
      };
      for (const sort of [undefined, ...sorts]) {
        const filters = random.int(0, 2) === 0 ? [randomFilter()] : [];
        const limits = random.pick([{ most: 60, run: 25 }, { most: 500, run: 150 }]);
        const expected = rowSlices(all, columns, { filters, ...sort ? { sort } : {} });
        const slices = await openSlices({ from, columns, ask }, { filters, sort, limits });
        const what = JSON.stringify({ sort, filters });
        assert.equal(slices.rows, expected.rows, what);
        for (const most of [60, 300]) {
          const start = random.int(0, expected.rows);
          const end = start + random.int(1, most);
          const [got, wanted] = [await slices.fetch(start, end), await expected.fetch(start, end)];
          assert.deepEqual(got, wanted, `${what}: rows ${start} to ${end}`);
        }
      }
    } finally {
      await reader.close();
    }
  });
});

function textOf(value: unknown, is: FilterIs): string {
  const text = String(value);
  return is === "contains" ? [...text].slice(0, 2).join("") : text;
}

Deno.test("openSlices() lets no name and no value out of its quotes", async () => {
  await withNamespace(async ({ db }) => {
    const nasty = `a""b'c -- $1`;
    const columns: AnswerColumn[] = [{ name: nasty, type: "VARCHAR" }];
    const from = `(select '%_' || x || '\\' "${nasty}" from long_sequence(20))`;
    const ask = <T extends Row>(text: string) => db.ask<T>(text);
    for (const value of ["%_1", "' or 1=1 --", "\\", "x' union select 1", "_", "$1"]) {
      const slices = await openSlices({ from, columns, ask }, {
        filters: [{ column: nasty, is: "contains", value }],
        sort: { column: nasty, descending: true },
      });
      const rows = await slices.fetch(0, 100);
      const every = Array.from({ length: 20 }, (_, i) => `%_${i + 1}\\`);
      const wanted = every.filter((text) => text.includes(value)).sort().reverse();
      assert.deepEqual(rows.map((row) => row[nasty]), wanted, value);
      assert.equal(slices.rows, wanted.length);
    }
  });
});
