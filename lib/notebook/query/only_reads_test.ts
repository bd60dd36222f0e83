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
    ["/* /* a */ b */ select 1", true],
    ["/* old\n /* daily */\n select * from a\n*/\ndrop table t", false], // comments nest
    ["-- x\rdrop table t", false], // \r ends a line
    ["-- x\r select 1", true],
    ["/* ' */ select 1 /* ' */ drop table t", false], // quotes hide the end of a comment
    ["/* ` */ select 1 /* ` */ drop table t", false],
    ["/* -- */ select 1\n*/ drop table t", false], // so does --
    ["/* it's */ select 1", true],
    ["-- what's new\nselect 'it''s'", true],
    ["select 1; drop table t", false],
    ["select ';' -- ;\n;;", true],
    ["with a as (select 'insert' x) select x \"update\" from a", true],
    ["(with a as (select 1) insert into t select * from a)", false],
    ["\u00a0select 1", false], // no blank for QuestDB
  ] as const
) {
  Deno.test(`onlyReads() is ${wanted} for ${JSON.stringify(text)}`, () => {
    assert.equal(onlyReads(text), wanted);
  });
}
