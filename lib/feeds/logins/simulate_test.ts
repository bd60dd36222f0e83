import assert from "node:assert/strict";
import { isIPv4, isIPv6 } from "node:net";
import { batchesOf, tally } from "../../simulators/testing.ts";
import { simulateLogins } from "./simulate.ts";
import { STATES } from "./states.ts";
import { type UserLogin, userLogins } from "./user_logins.ts";

const START = "2026-01-01T00:00:00Z";

async function simulated(limit: number): Promise<UserLogin[]> {
  const batches = await batchesOf(simulateLogins({ seed: 1, start: START, limit }));
  return batches.flatMap(({ records }) => records) as UserLogin[];
}

Deno.test("100,000 logins: device types within half a point of their shares, times and addresses of all kinds", async () => {
  const all = await simulated(100_000);
  const types = tally(all, ({ device_type = null }) => device_type);
  for (const [type, percent] of [["android", 47.5], ["iOS", 47.5], [null, 5]] as const) {
    const found = 100 * types.get(type)! / all.length;
    assert.ok(Math.abs(found - percent) < 0.5, `${type}: ${found} %`);
  }
  assert.equal(types.size, 3);
  assert.ok(all.some((login) => !("device_type" in login)));
  assert.ok(all.some((login) => login.device_type === null));

  all.forEach((login, i) => assert.equal(userLogins.millisOf(login), Date.parse(START) + 500 * i));
  const texts = all.filter(({ timestamp }) => typeof timestamp === "string").length;
  assert.ok(Math.abs(texts / all.length - 0.2) < 0.01, `${texts} times are texts`);

  assert.deepEqual(new Set(all.map(({ locale }) => locale)), new Set(Object.keys(STATES)));
  assert.equal(Object.keys(STATES).length, 50);

  const count = (is: (ip: string) => unknown) => all.filter(({ ip }) => is(ip)).length / all.length;
  const six = count(isIPv6), odd = count((ip) => !isIPv4(ip) && !isIPv6(ip));
  assert.ok(six > 0.1 && six < 0.2, `${six} IPv6`);
  assert.ok(odd > 0.001 && odd < 0.01, `${odd} with ports`);
  for (const ip of ["0.0.0.0", "255.255.255.255", "::1"]) assert.ok(count((one) => one === ip) > 0);
});

Deno.test("a user logs in again and again, an attacked one very often, and from many devices", async () => {
  const hour = Map.groupBy(await simulated(7200), ({ user_id }) => user_id);
  const counts = [...hour.values()].map(({ length }) => length).sort((a, b) => a - b);
  assert.ok(counts.length > 2000 && counts.filter((n) => n > 1).length > 1000);
  assert.ok(counts.at(Math.floor(0.99 * counts.length))! < 10);
  const attacked = [...hour.values()].filter(({ length }) => length >= 25);
  assert.ok(attacked.length >= 1 && attacked.length < 10, `${attacked.length}`);
  for (const logins of attacked) {
    assert.ok(new Set(logins.map(({ device_id }) => device_id)).size > 15);
    assert.ok(new Set(logins.map(({ ip }) => ip)).size > 15);
  }
});

Deno.test("logins before 2000 and after 2099 are not simulated: their times would have no clear unit", () => {
  for (const start of ["1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z"]) {
    assert.throws(() => simulateLogins({ seed: 1, start }), /write a start from 2000 to 2099/);
  }
});
