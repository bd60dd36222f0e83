import assert from "node:assert/strict";
import { load } from "./load.ts";

Deno.test("load() returns the module", async () => {
  assert.deepEqual(await load(Promise.resolve({ a: 1 }), "m", ["a", "SomeType"]), { a: 1 });
});

Deno.test("load() names what a module does not export", async () => {
  await assert.rejects(load(Promise.resolve({ a: 1, b: 2 }), "./m.ts", ["a", "nope"]), {
    name: "SyntaxError",
    message: 'Cannot import nope from "./m.ts": the module exports only a, b',
  });
});

Deno.test("load() names the nearest, and says how many names it leaves out", async () => {
  const names = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`name${i}`, i]));
  await assert.rejects(load(Promise.resolve({ ...names, taxiTrips: 1 }), "m", ["taxiTrip"]), {
    message:
      /^Cannot import taxiTrip .*only name0, name1, .* and 11 more\. Did you mean taxiTrips\?$/,
  });
});

Deno.test("load() names a module that cannot be loaded", async () => {
  await assert.rejects(load(Promise.reject(new TypeError("not found")), "./m.ts", []), {
    message: 'Cannot import "./m.ts": not found',
  });
});
