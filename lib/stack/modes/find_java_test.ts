import assert from "node:assert/strict";
import type { Run } from "../machine/run.ts";
import { hasCompiler, jdkNeeded } from "./find_java.ts";

const JAVA = { program: "java", version: 17 };

for (
  const [what, modules, wanted] of [
    ["a JDK", "java.base@17.0.15\njava.compiler@17.0.15\njdk.compiler@17.0.15\n", true],
    ["a runtime", "java.base@17.0.15\njava.compiler@17.0.15\njdk.internal.vm.compiler@17\n", false],
    ["no answer", "", false],
  ] as const
) {
  Deno.test(`hasCompiler() is ${wanted} for ${what}`, async () => {
    const run: Run = () => Promise.resolve({ code: 0, stdout: modules, stderr: "" });
    assert.equal(await hasCompiler(JAVA, { run }), wanted);
  });
}

Deno.test("jdkNeeded() says what is there and how to get a JDK", () => {
  assert.match(
    jdkNeeded(JAVA),
    /^JDK needed: Java 17 is a runtime only\. Install a JDK 17 or newer/,
  );
});
