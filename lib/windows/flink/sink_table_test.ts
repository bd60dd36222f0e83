import assert from "node:assert/strict";
import { windows } from "../find.ts";
import { messageKey, outputStream } from "../output.ts";
import type { WindowRow } from "../window.ts";
import { sinkTable } from "./sink_table.ts";

const kafka = { brokers: ["kafka:9092"], prefix: "test_" };

Deno.test("sinkTable() has the fields of the output's messages, keyed as they are", () => {
  for (const window of windows) {
    const sql = sinkTable(window, kafka);
    const fields = [...sql.matchAll(/^ {2}`(\w+)` [A-Z]+,$/gm)].map((match) => match[1]!);
    const declared = Object.keys(outputStream(window, "flink").schema.properties);
    assert.deepEqual(fields, declared, window.name);
    const row = Object.fromEntries(declared.map((name) => [name, name])) as WindowRow;
    const key = Object.keys(JSON.parse(messageKey(window, row)));
    assert.match(sql, new RegExp(`PRIMARY KEY \\(${key.map((k) => `\`${k}\``).join(", ")}\\)`));
  }
});

Deno.test("sinkTable() names its transactions after the topic, or as asked", () => {
  const transactions = (name?: string) =>
    /transactional-id-prefix' = '(\w+)'/.exec(sinkTable(windows[0]!, kafka, name))![1];
  assert.equal(transactions(), `test_${windows[0]!.name}_flink`);
  assert.equal(transactions("a_second_run"), "a_second_run");
});
