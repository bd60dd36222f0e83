import assert from "node:assert/strict";
import type { Stream } from "../streams/define.ts";
import { orders, taxiTrips } from "../feeds/mod.ts";
import { connectQuestdb } from "./client.ts";
import { flatten } from "./sql_template.ts";

// Never connects, as it is never asked.
const db = connectQuestdb({
  conf: "http::addr=127.0.0.1:1;",
  prefix: "lab_",
  pg: { host: "127.0.0.1", port: 1, user: "u", password: "p", database: "d" },
});
const { sql } = db;
const flat = (query: ReturnType<typeof sql>) => flatten(query, db.tableOf);

Deno.test("flatten() writes values in place, those of nested pieces too", () => {
  const from = new Date(0);
  assert.equal(
    flat(sql`select * from t where a = ${1} and b in (${"x"}, ${null}) or c > ${from}`),
    "select * from t where a =  1 and b in ( 'x',  null) or c >  '1970-01-01T00:00:00.000Z'::timestamp",
  );
  const range = sql`timestamp >= ${"a"} and timestamp < ${"b"}`;
  const where = sql`where ${range} and fare > ${5}`;
  assert.equal(
    flat(sql`select ${0} from t ${where} limit ${10}`),
    "select  0 from t where timestamp >=  'a' and timestamp <  'b' and fare >  5 limit  10",
  );
  assert.equal(flat(sql`select 1 ${sql``}`), "select 1 ");
});

Deno.test("flatten() writes a stream as its table, quoted and with the namespace", () => {
  assert.equal(
    flat(sql`select * from ${taxiTrips} t join ${orders} o on t.id = ${7}`),
    'select * from "lab_taxi_trips" t join "lab_orders" o on t.id =  7',
  );
  assert.equal(db.tableOf(orders as Stream), "lab_orders");
});

Deno.test("flatten() takes no data for SQL or for a stream", () => {
  const query = JSON.parse('{"strings": ["1; drop table x"], "values": []}');
  const stream = JSON.parse('{"name": "x\\"; drop", "columns": [], "identity": [], "check": 1}');
  for (const data of [query, stream]) {
    assert.throws(() => flat(sql`select ${data}`), /into SQL \(value 1\): .*one of its fields/);
  }
  assert.throws(() => flat(sql`select \0`), /NUL character/);
});
