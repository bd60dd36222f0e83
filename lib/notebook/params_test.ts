import assert from "node:assert/strict";
import { params } from "./params.ts";

const defaults = { days: 7, company: "Flash", live: true, areas: [8] };

Deno.test("params() returns the defaults, overridden by the given values", () => {
  assert.deepEqual(params(defaults, { given: "" }), defaults);
  const given = '{"days":1,"areas":[1,2],"others":"ignored"}';
  assert.deepEqual(params(defaults, { given }), { ...defaults, days: 1, areas: [1, 2] });
  assert.deepEqual(params({ from: null }, { given: '{"from":"x"}' }), { from: "x" });
});

Deno.test("params() names a value of the wrong type", () => {
  const wrong: [string, RegExp][] = [
    ['{"days":"1"}', /parameter days "1": expected a number, as 7$/],
    ['{"days":null}', /parameter days null/],
    ['{"live":1}', /parameter live 1: expected a boolean/],
    ['{"areas":{}}', /parameter areas \{\}: expected a list/],
    ["[1]", /expected an object/],
    ["{", /Cannot read TRIBUTARY_PARAMS/],
  ];
  for (const [given, message] of wrong) {
    assert.throws(() => params(defaults, { given }), message);
  }
});
