import assert from "node:assert/strict";
import {
  hintFor,
  isMissingTable,
  type Names,
  queryError,
  QueryRefusedError,
} from "./query_error.ts";

const names: Names = {
  tables: () => Promise.resolve(["taxi_trips", "orders"]),
  columns: (table) => Promise.resolve(table === "orders" ? ["id", "price"] : ["fare", "tips"]),
  functions: () => Promise.resolve(["count", "avg"]),
};

Deno.test("queryError() puts a caret below the place, in its line", () => {
  const text = "select a,\n\tfarre from t";
  const refused = new QueryRefusedError("Invalid column: farre", 11);
  const { message, name, ...fields } = queryError(text, refused, { hint: "Hm" });
  assert.equal(name, "QueryError");
  assert.deepEqual({ ...fields }, { query: text, position: 11, line: 2, hint: "Hm" });
  assert.equal(
    message,
    "QuestDB refused the query: Invalid column: farre, line 2\n\tfarre from t\n\t^\nHm",
  );
});

Deno.test("queryError() without a place, and with one after the end", () => {
  for (const none of [undefined, -1]) {
    const { message, name } = queryError("x", new QueryRefusedError("no", none));
    assert.deepEqual([name, message], ["QueryError", "QuestDB refused the query: no"]);
  }
  const { message } = queryError("ab", new QueryRefusedError("no", 99));
  assert.match(message, /, line 1\nab\n {2}\^$/);
});

Deno.test("queryError() says how a table becomes readable that a kill left unreadable", () => {
  const refused = new QueryRefusedError("[0]: Metadata read timeout [src=reader, timeout=1000ms]");
  for (
    const text of [
      'select * from "a_trips"',
      "select n from a_trips where x",
      "SELECT 1\nFROM a_trips",
    ]
  ) {
    const { hint } = queryError(text, refused, { hint: "" });
    assert.match(
      hint,
      /deno task sql 'alter table "a_trips" set param maxUncommittedRows = 500000'$/,
    );
  }
});

Deno.test("queryError() says what to do about a table with a torn symbol index", () => {
  const refused = new QueryRefusedError(
    "cursor could not consistently read index header [corrupt?]",
  );
  assert.match(
    queryError("select a from t", refused, { hint: "" }).hint,
    /Drop the table and ingest/,
  );
});

Deno.test("hintFor() names the nearest table, column of the query's tables, function or verb", async () => {
  const hint = (text: string, message: string) =>
    hintFor(text, new QueryRefusedError(message), names);
  assert.equal(
    await hint("select * from taxi_trip", "table does not exist [table=taxi_trip]"),
    "Did you mean taxi_trips?",
  );
  assert.equal(
    await hint("select farre from taxi_trips", "Invalid column: farre"),
    "Did you mean fare?",
  );
  assert.equal(
    await hint("select zzzzzz from orders", "Invalid column: zzzzzz"),
    "The columns are id, price",
  );
  assert.equal(
    await hint("select cuont()", "unknown function name: cuont()"),
    "Did you mean count?",
  );
  for (const before of ["", "-- sql\n", "/* a */ "]) {
    assert.equal(
      await hint(`${before}selct 1`, "table does not exist [table=selct]"),
      "Did you mean select?",
    );
  }
  assert.match(
    await hint("select * from zzz", "table does not exist [table=zzz]"),
    /^The tables are taxi_trips, orders\. .*deno task demo$/,
  );
  assert.equal(await hint("select 1 1", "unexpected token"), "");
});

Deno.test("hintFor() says how to fill tables if there are none", async () => {
  const none = { ...names, tables: () => Promise.resolve([]) };
  const refused = new QueryRefusedError("table does not exist [table=orders]");
  assert.match(await hintFor("select * from orders", refused, none), /deno task demo/);
  const fill = (table: string) => table === "orders" ? "deno task ingest orders" : undefined;
  assert.equal(
    await hintFor("select * from orders", refused, { ...none, fill }),
    "This stream has no stored records yet. Fill it with: deno task ingest orders",
  );
});

Deno.test("isMissingTable() knows QuestDB's words for a table that is not there, and no others", () => {
  const refused = (message: string) => isMissingTable(new QueryRefusedError(message));
  assert.ok(refused("table does not exist [table=orders]"));
  assert.ok(refused("table is dropped [dirName=orders~7, tableName=orders]"));
  assert.ok(!refused("Invalid column: id"));
  assert.ok(!refused("view does not exist"));
  assert.ok(!isMissingTable(new Error("table does not exist [table=orders]")));
});
