import assert from "node:assert/strict";
import { onlyReads } from "./only_reads.ts";

for (
  const [text, wanted] of [
    ["select 1", true],
    [" -- drop\n/* drop */ SELECT 1", true],
    ["(select 1)", true],
    ["with a as (select 1) select * from a", true],
    ["show tables", true],
    ["explain update t set a = 1", true],
    ["with a as (select 1) insert into t select * from a", false],
    ["WITH a as (select 1) Update t set a = 1", false],
    ["with updates as (select 1) select * from updates", true],
    ["drop table t", false],
    ["-- select\ndrop table t", false],
    ["/* select */drop table t", false],
    ["/**/ rename table a to b", false],
    ["selected where a = 1", false], // a table's name alone is a query: it goes over the wire
    ["", false],
  ] as const
) {
  Deno.test(`onlyReads() is ${wanted} for ${JSON.stringify(text)}`, () => {
    assert.equal(onlyReads(text), wanted);
  });
}
