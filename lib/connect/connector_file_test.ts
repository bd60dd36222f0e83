import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { readConnector } from "./connector_file.ts";

async function read(text: string) {
  const dir = await Deno.makeTempDir({ prefix: "tributary_" });
  try {
    await Deno.writeTextFile(`${dir}/mine.json`, text);
    return await readConnector(`${dir}/mine.json`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("readConnector() takes Connect's own form and the settings alone", async () => {
  const expected = { name: "a", config: { x: "1", y: "true" } };
  assert.deepEqual(await read('{"name":"a","config":{"x":1,"y":true}}'), expected);
  assert.deepEqual(await read('{"name":"a","x":"1","y":"true"}'), expected);
  assert.deepEqual(await read('{"x":"1","y":"true"}'), { ...expected, name: "mine" });
});

for (
  const [text, reason] of [
    ["{", /it is not JSON/],
    ["[]", /it is not a JSON object/],
    ['{"config":5}', /its config is not a JSON object/],
    ['{"x":{}}', /its setting x must be text, a number, true or false/],
    ['{"name":5}', /its name is not text/],
  ] as const
) {
  Deno.test(`readConnector() refuses ${text}`, async () => {
    await assert.rejects(read(text), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, reason);
      return true;
    });
  });
}

Deno.test("readConnector() names a file that is not there", async () => {
  await assert.rejects(readConnector("/nowhere/x.json"), /there is no such file.*called shop/);
});
