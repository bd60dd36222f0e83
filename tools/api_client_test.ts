import assert from "node:assert/strict";
import { CLIENT_TYPES, clientTypes } from "./api_client.ts";

Deno.test("the types of the API's client are those of its description", async () => {
  assert.equal(
    await Deno.readTextFile(CLIENT_TYPES),
    await clientTypes(),
    "after a change in lib/api: deno task api:client",
  );
});
