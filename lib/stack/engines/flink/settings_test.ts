import assert from "node:assert/strict";
import { parse } from "yaml";
import { flinkConfig, flinkLogging } from "./settings.ts";

const PORTS = { rest: 1, gateway: 2, blobs: 3 };

Deno.test("flinkConfig() binds everything to this machine, on the stack's ports", () => {
  const config = parse(flinkConfig(PORTS, { id: "T1", dir: "/s/flink" })) as Record<string, string>;
  for (const [key, value] of Object.entries(config)) {
    if (/\.(bind-)?(address|host)$/.test(key)) assert.equal(value, "127.0.0.1", key);
  }
  assert.deepEqual(
    ["rest.port", "sql-gateway.endpoint.rest.port", "blob.server.port"].map((key) => config[key]),
    ["1", "2", "3"],
  );
  assert.equal(config["tributary.id"], "T1");
});

Deno.test("flinkConfig() keeps data in the engine's folder, whatever its name", () => {
  const dir = `/a b/ünï "x": #%\\y`;
  const config = parse(flinkConfig(PORTS, { id: "T1", dir })) as Record<string, string>;
  assert.equal(config["io.tmp.dirs"], `${dir}/tmp`);
  for (
    const [key, name] of [["dir", "checkpoints"], ["savepoint-dir", "savepoints"]] as const
  ) {
    const url = config[`execution.checkpointing.${key}`]!;
    assert.equal(url, `file://${dir}/${name}`);
  }
});

Deno.test("flinkLogging() escapes the folder's name", () => {
  assert.match(flinkLogging("/ü%\\s"), /pattern=\/\\u00fc%%\\u005cs\/log\/flink\.%g\.log/);
});
