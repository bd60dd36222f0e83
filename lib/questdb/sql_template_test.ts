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

Deno.test("flatten() numbers the parameters in their order", () => {
  const from = new Date(0);
  assert.deepEqual(
    flat(sql`select * from t where a = ${1} and b in (${"x"}, ${null}) or c > ${from}`),
    {
      text: "select * from t where a = $1 and b in ($2, $3) or c > $4",
      parameters: [1, "x", null, from],
    },
  );
  assert.deepEqual(flat(sql`select 1`), { text: "select 1", parameters: [] });
  assert.deepEqual(flat(sql`${1}${2}`), { text: "$1$2", parameters: [1, 2] });
});

Deno.test("flatten() writes nested pieces in place, their parameters among the others", () => {
  const range = sql`timestamp >= ${"a"} and timestamp < ${"b"}`;
  const where = sql`where ${range} and fare > ${5}`;
  assert.deepEqual(flat(sql`select ${0} from t ${where} limit ${10}`), {
    text: "select $1 from t where timestamp >= $2 and timestamp < $3 and fare > $4 limit $5",
    parameters: [0, "a", "b", 5, 10],
  });
  assert.deepEqual(flat(sql`${range} or ${range}`).parameters, ["a", "b", "a", "b"]);
  assert.deepEqual(flat(sql`select 1 ${sql``}`), { text: "select 1 ", parameters: [] });
});

Deno.test("flatten() writes a stream as its table, quoted and with the namespace", () => {
  assert.deepEqual(flat(sql`select * from ${taxiTrips} t join ${orders} o on t.id = ${7}`), {
    text: 'select * from "lab_taxi_trips" t join "lab_orders" o on t.id = $1',
    parameters: [7],
  });
  assert.equal(db.tableOf(orders as Stream), "lab_orders");
});

Deno.test("flatten() never writes a value into the text", () => {
  const nasty = `'"; drop table x; --`;
  const { text, parameters } = flat(sql`select ${nasty}, ${{ strings: nasty }}, ${[nasty]}`);
  assert.equal(text, "select $1, $2, $3");
  assert.deepEqual(parameters, [nasty, { strings: nasty }, [nasty]]);
});
