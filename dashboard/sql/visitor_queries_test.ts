import assert from "node:assert/strict";
import type { AnswerColumn } from "../../lib/questdb/answer.ts";
import type { AskOptions, Questdb } from "../../lib/questdb/client.ts";
import { QueryRefusedError } from "../../lib/questdb/query_error.ts";
import { LimitError, visitorQueries } from "./visitor_queries.ts";

const COLUMNS: AnswerColumn[] = [{ name: "s", type: "VARCHAR" }];
const LIMITS = { rows: 3, bytes: 100, time: 1000 };
const signal = new AbortController().signal;

/** Queries of a database that does `work`. */
function queriesOf(work: (text: string, options: AskOptions) => Promise<void>) {
  const ask = async (text: string, options: AskOptions = {}) => {
    await work(text, options);
    return { columns: COLUMNS, rows: [] };
  };
  // Only this is called.
  return visitorQueries({ openReader: () => ({ ask }) as Partial<Questdb> as Questdb });
}

/** Rejects with the signal's reason, as the client does. */
function untilAborted({ signal }: AskOptions): Promise<never> {
  return new Promise((_, reject) =>
    signal!.addEventListener("abort", () => reject(signal!.reason), { once: true })
  );
}

Deno.test("visitorQueries() ends what takes too long, and refuses more than may wait", async () => {
  const queries = queriesOf((_, options) => untilAborted(options));
  const options = { limits: { ...LIMITS, time: 20 }, signal, onRow: () => {} };
  const all = await Promise.allSettled(
    Array.from({ length: 9 }, () => queries.run("select 1", options)),
  );
  const why = all.map((one) => {
    assert.equal(one.status, "rejected");
    assert.ok(one.reason instanceof LimitError);
    return one.reason.message;
  });
  assert.equal(why.filter((text) => /longer than 0.02 s/.test(text)).length, 8);
  assert.equal(why.filter((text) => /^8 queries run already/.test(text)).length, 1);
  await assert.rejects(queries.run("select 1", options), /longer than/); // there is room again
});

Deno.test("visitorQueries() cuts at rows and at bytes, and cancels what still comes", async () => {
  for (
    const { text, rows, cut } of [
      { text: "a", rows: 3, cut: "rows" },
      { text: "a".repeat(40), rows: 2, cut: "bytes" },
    ]
  ) {
    let aborted = false;
    const queries = queriesOf((_, { onRow, signal }) => {
      for (let i = 0; i < 10; i++) onRow!([text], COLUMNS);
      aborted = signal!.aborted;
      signal!.throwIfAborted();
      return Promise.resolve();
    });
    const found: unknown[] = [];
    const result = await queries.run("select s from t", {
      limits: LIMITS,
      signal,
      onRow: (values) => found.push(...values),
    });
    assert.equal(found.length, rows);
    assert.deepEqual({ rows: result.rows, cut: result.cut }, { rows, cut });
    assert.equal(aborted, true);
    assert.equal(result.columns, COLUMNS);
  }
});

Deno.test("visitorQueries() asks for one row more than it may give, and moves places back", async () => {
  const sql = "\n  select nme from t; -- end";
  const texts: string[] = [];
  const queries = queriesOf((text) => {
    texts.push(text);
    throw new QueryRefusedError("Invalid column: nme", text.indexOf("nme"));
  });
  await assert.rejects(queries.run(sql, { limits: LIMITS, signal, onRow: () => {} }), {
    position: sql.indexOf("nme"),
  });
  assert.deepEqual(texts, ["select * from (select nme from t\n) limit 4"]);
});
