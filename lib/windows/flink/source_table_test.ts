import assert from "node:assert/strict";
import { streams, transactions } from "../../feeds/mod.ts";
import { defineStream, Timestamp, Type } from "../../streams/define.ts";
import type { Stream } from "../../streams/stream.ts";
import { sourceTable } from "./source_table.ts";

const options = { kafka: { brokers: ["kafka:9092"], prefix: "test_" }, group: "g" };

Deno.test("sourceTable() of every stream, with all its fields", async (t) => {
  for (const stream of Object.values(streams)) {
    if (stream.changes || stream.timeFormat === "epoch") {
      assert.throws(
        () => sourceTable(stream, options),
        /^TypeError: Cannot declare \w+ in Flink: it/,
      );
    } else await t.assertSnapshot(sourceTable(stream, options));
  }
});

Deno.test("sourceTable() ends with the topic's last record if it is bounded", () => {
  const bounded = "'scan.bounded.mode' = 'latest-offset'";
  assert.ok(sourceTable(transactions, { ...options, bounded: true }).includes(bounded));
  assert.ok(!sourceTable(transactions, options).includes("scan.bounded.mode"));
});

Deno.test("sourceTable() takes no partition for idle that is only not read yet", () => {
  assert.doesNotMatch(sourceTable(transactions, { ...options, bounded: true }), /idle-timeout/);
  assert.match(sourceTable(transactions, { ...options, idle: 5000 }), /idle-timeout' = '5000 ms'/);
});

Deno.test("sourceTable() with fields checks only the required ones among them", () => {
  const sql = sourceTable(transactions, { ...options, fields: ["status"] });
  assert.match(sql, /WHEN `status` IS NULL/);
  assert.doesNotMatch(sql, /user_id/);
});

Deno.test("sourceTable() takes the hours of a day, and no others", () => {
  const sql = sourceTable(transactions, options);
  const pattern = new RegExp(/REGEXP\(`event_timestamp`, '(.*)'\)/.exec(sql)![1]!);
  const at = (time: string) => pattern.test(`2026-01-01T${time}Z`);
  assert.deepEqual(["00:00:00", "23:59:59.999999"].map(at), [true, true]);
  assert.deepEqual(
    ["24:00:00", "00:00:60", "00:00", "00:00:00.1234567"].map(at).includes(true),
    false,
  );
});

Deno.test("sourceTable() never turns a partition's silence of 0 ms into one without end", () => {
  assert.match(sourceTable(transactions, { ...options, idle: 0 }), /idle-timeout' = '1 ms'/);
});

Deno.test("sourceTable() refuses change events", () => {
  const changes = defineStream({
    name: "prices",
    key: "id",
    time: "ts_ms",
    identity: ["id"],
    changes: true,
    schema: Type.Object({ id: Type.String({ minLength: 1 }), since: Timestamp() }),
  }) as unknown as Stream;
  assert.throws(() => sourceTable(changes, options), {
    name: "TypeError",
    message: "Cannot declare prices in Flink: it holds change events",
  });
});
