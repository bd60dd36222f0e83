import assert from "node:assert/strict";
import { UnavailableError } from "../errors.ts";
import { QueryRefusedError } from "./query_error.ts";
import { wireError } from "./wire_error.ts";

const endpoint = { pg: { host: "h", port: 8812, user: "u", password: "p", database: "d" } };
const thrown = (message: string, facts: object = {}) => Object.assign(new Error(message), facts);

Deno.test("wireError() says why QuestDB is unavailable, and what to do", () => {
  for (
    const [error, message] of [
      [
        thrown("connect ECONNREFUSED h:8812", { code: "ECONNREFUSED" }),
        "Cannot reach QuestDB at h:8812: connection refused. Start it with: deno task up",
      ],
      [
        thrown("write CONNECT_TIMEOUT h:8812", { code: "CONNECT_TIMEOUT" }),
        "Cannot reach QuestDB at h:8812: no answer. Start it with: deno task up",
      ],
      [
        thrown("invalid username/password", { code: "00000" }),
        "Cannot log in to QuestDB at h:8812: it refused the user or password. " +
        "Check QDB_CLIENT_USER and QDB_CLIENT_PASSWORD",
      ],
    ] as const
  ) {
    const found = wireError(error, endpoint);
    assert.ok(found instanceof UnavailableError);
    assert.deepEqual([found.service, found.address], ["QuestDB", "h:8812"]);
    assert.equal(found.message, message);
  }
});

Deno.test("wireError() keeps QuestDB's message and counts the position from 0", () => {
  for (const [position, expected] of [["12", 11], [undefined, undefined]] as const) {
    const found = wireError(thrown("Invalid column: x", { code: "00000", position }), endpoint);
    assert.ok(found instanceof QueryRefusedError);
    assert.deepEqual([found.message, found.position], ["Invalid column: x", expected]);
  }
});
