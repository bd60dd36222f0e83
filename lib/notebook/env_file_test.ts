import assert from "node:assert/strict";
import { loadEnvFile } from "./env_file.ts";

Deno.test("loadEnvFile() sets variables that are not set yet, and needs no file", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(
    path,
    "TRIBUTARY_TEST_A=from file\nTRIBUTARY_TEST_B='two words' # note\n",
  );
  Deno.env.set("TRIBUTARY_TEST_A", "set before");
  try {
    assert.deepEqual(loadEnvFile(path), ["TRIBUTARY_TEST_B"]);
    assert.equal(Deno.env.get("TRIBUTARY_TEST_A"), "set before");
    assert.equal(Deno.env.get("TRIBUTARY_TEST_B"), "two words");
    assert.deepEqual(loadEnvFile(`${path}.absent`), []);
  } finally {
    for (const name of ["A", "B"]) Deno.env.delete(`TRIBUTARY_TEST_${name}`);
    await Deno.remove(path);
  }
});
