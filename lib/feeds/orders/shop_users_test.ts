import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { shopUsers } from "./shop_users.ts";

Deno.test("shopUsers() returns a few hundred users with a name and a home in one of the town's quarters", () => {
  const users = shopUsers(seeded(1));
  assert.equal(users.length, 300);
  assert.equal(new Set(users.map(({ id }) => id)).size, 300);
  assert.equal(new Set(users.map(({ residence }) => residence)).size, 8);
  for (const { lat, lon, first_name, last_name } of users) {
    assert(Math.abs(lat - 41.85) < 0.08 && Math.abs(lon + 88.2) < 0.1);
    assert.match(`${first_name} ${last_name}`, /^[A-Z][a-z]+ [A-Z][a-z]+$/);
  }
});
