import assert from "node:assert/strict";
import { withCharsEscaped } from "./char_cells.ts";

const answer = (types: string[], dataset: string) =>
  `{"query":"select \\"columns\\":","columns":${
    JSON.stringify(types.map((type, i) => ({ name: `c${i}`, type })))
  },"timestamp":-1,"dataset":[${dataset}],"count":1}`;

Deno.test("withCharsEscaped() escapes what QuestDB leaves as it stands in a CHAR", () => {
  const types = ["CHAR", "STRING", "CHAR", "DOUBLE[]", "CHAR"];
  const json = answer(
    types,
    `["\\","a\\",\\"",""",[[1,2],[]],"\x1a"],["é",null,"",null,null],["\n","]","a",[],"""]`,
  );
  assert.throws(() => JSON.parse(json));
  assert.deepEqual(JSON.parse(withCharsEscaped(json)!).dataset, [
    ["\\", 'a","', '"', [[1, 2], []], "\x1a"],
    ["é", null, "", null, null],
    ["\n", "]", "a", [], '"'],
  ]);
});

Deno.test("withCharsEscaped() leaves other answers alone", () => {
  assert.equal(withCharsEscaped("not JSON"), undefined);
  assert.equal(withCharsEscaped(answer(["STRING"], `["a]`)), undefined);
});
