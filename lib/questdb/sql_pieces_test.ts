import assert from "node:assert/strict";
import { sqlCode, sqlPieces } from "./sql_pieces.ts";

for (
  const [text, code] of [
    [`select 'a''b', "c""d" from \`e\``, "select '', '' from ''"],
    ["a -- b /* c\nd", "a  \nd"],
    ["a -- b\rd", "a  \rd"],
    ["a /* b /* c */ d */ e", /^a +e$/],
    ["/*/ a */ b", /^ + b$/],
    ["/* '*/' */ a", /^ + a$/],
    ["/* -- */\n*/ a", /^ + a$/],
    ["/* ' */ a", /^ + a$/],
    ["'a'' b", "'a'' b"], // nothing closes the first quote; the two are an empty text
    ["a */ - b / c * d", "a */ - b / c * d"],
    ["a /* b", /^a +$/],
  ] as const
) {
  Deno.test(`sqlCode() leaves what can be a keyword of ${JSON.stringify(text)}`, () => {
    if (typeof code === "string") assert.equal(sqlCode(text), code);
    else assert.match(sqlCode(text), code);
    assert.equal(sqlPieces(text).map((piece) => piece.text).toArray().join(""), text);
  });
}
