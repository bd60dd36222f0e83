import assert from "node:assert/strict";
import { containerOf } from "./container.ts";

/** Runs a container as a page does. */
function loaded(bundle: string) {
  const page = {} as Record<
    string,
    Record<string, {
      init(scope: unknown): void;
      get(module: string): Promise<() => Record<string, unknown>>;
    }>
  >;
  new Function("globalThis", containerOf("ours", bundle))(page);
  return page._JUPYTERLAB!.ours!;
}

Deno.test("containerOf() gives a bundle the modules that the page shares, the loaded ones first", async () => {
  const container = loaded(`exports.default = require("@lumino/widgets").name`);
  const version = (name: string) => ({ get: () => Promise.resolve(() => ({ name })) });
  container.init({
    "@lumino/widgets": { "2.1.0": { ...version("used"), loaded: 1 }, "2.9.0": version("other") },
  });
  assert.deepEqual((await container.get("./extension"))(), { default: "used" });
});

Deno.test("containerOf() says which module the page does not share", async () => {
  const container = loaded(`require("@lumino/unknown")`);
  container.init({});
  await assert.rejects(() => container.get("./extension"), /does not share @lumino\/unknown/);
});
