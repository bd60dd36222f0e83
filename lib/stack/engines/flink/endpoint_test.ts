import assert from "node:assert/strict";
import { UsageError } from "../../../errors.ts";
import { flinkFrom, localFlink } from "./endpoint.ts";
import { flink } from "./mod.ts";

const from = (variables: Record<string, string>) => flinkFrom((name) => variables[name]);

Deno.test("flinkFrom() takes the gateway's address, and the JobManager's if it is named", () => {
  assert.deepEqual(from({ FLINK_SQL_GATEWAY: "http://flink:8083/" }), {
    gateway: "http://flink:8083",
  });
  const both = from({
    FLINK_SQL_GATEWAY: "https://flink.example/gateway/",
    FLINK_REST: "http://[::1]:8081",
  });
  assert.deepEqual(both, { gateway: "https://flink.example/gateway", rest: "http://[::1]:8081" });
  assert.deepEqual(flink.addresses(both), { gateway: "flink.example/gateway", rest: "[::1]:8081" });
});

for (
  const [what, variables, message] of [
    ["no URL", { FLINK_SQL_GATEWAY: "flink:8083" }, /FLINK_SQL_GATEWAY: write it as http:/],
    ["another protocol", { FLINK_SQL_GATEWAY: "ftp://flink" }, /write it as http:/],
    ["an empty address", { FLINK_SQL_GATEWAY: "" }, /FLINK_SQL_GATEWAY: write it as http:/],
    ["a login", { FLINK_SQL_GATEWAY: "http://u:hush@flink:8083" }, /has no login/],
    ["a query", { FLINK_SQL_GATEWAY: "http://flink:8083?token=hush" }, /without \? and #/],
    [
      "a wrong JobManager",
      { FLINK_SQL_GATEWAY: "http://flink:8083", FLINK_REST: "8081" },
      /FLINK_REST: write it as http:\/\/127\.0\.0\.1:8081/,
    ],
  ] as const
) {
  Deno.test(`flinkFrom() refuses ${what} and quotes no secret`, () => {
    assert.throws(() => from(variables), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });
}

Deno.test("localFlink() is on this machine, and says where its web page is", () => {
  const endpoint = localFlink({ gateway: 1, rest: 2 });
  assert.deepEqual(endpoint, { gateway: "http://127.0.0.1:1", rest: "http://127.0.0.1:2" });
  assert.equal(flink.describe(endpoint), "http://127.0.0.1:1, web page http://127.0.0.1:2");
});
