import assert from "node:assert/strict";
import { messageOf } from "./testing.ts";
import { FlowTask } from "./flow_task.ts";
import { loginMasking } from "./login_masking.ts";
import type { ProcessedUserLogin } from "./processed_user_logins.ts";

const login = {
  user_id: "8c5f90a1-0000-4000-8000-000000000001",
  app_version: "2.3.0",
  ip: "203.0.113.77",
  locale: "RI",
  device_id: "8c5f90a1-0000-4000-8000-000000000002",
  device_type: "android",
  timestamp: 1694477151,
};

/** What the flow makes of a login with some fields changed: a record, or why there is none. */
function handled(change: object): ProcessedUserLogin | string {
  let found: ProcessedUserLogin | string | undefined;
  const task = new FlowTask(loginMasking, {
    write: (record) => (found = record as ProcessedUserLogin, false),
    refuse: (_, { field = "", value = "", reason }) => (
      found = `${field} ${value} ${reason}`, false
    ),
  }, { topicOf: ({ name }) => name });
  const from = { topic: "user_logins", partition: 0 };
  task.handle(messageOf(0, { ...login, ...change }), from);
  return found!;
}

Deno.test("a login gets a masked address, a time in UTC and a type", () => {
  const { timestamp: _, ...rest } = login;
  const time = "2023-09-12T00:05:51.000000Z";
  assert.deepEqual(handled({}), { ...rest, ip: "203.0.113.xxx", timestamp: time });
  for (const timestamp of ["1694477151", 1694477151000, "1694477151000000"]) {
    assert.equal((handled({ timestamp }) as ProcessedUserLogin).timestamp, time);
  }
  for (const device_type of [null, undefined]) {
    assert.equal((handled({ device_type }) as ProcessedUserLogin).device_type, "unknown");
  }
  assert.equal(
    (handled({ ip: "[2001:db8:85a3::7334]:443" }) as ProcessedUserLogin).ip,
    "2001:db8:85a3:xxxx:xxxx:xxxx:xxxx:xxxx",
  );
});

Deno.test("all else is refused, and no reason or value shows an address", () => {
  const address = "203.0.113.77";
  const changes: object[] = [
    ...["203.0.113.77.5", "203.0.113.777", address + " ", "", null, 3405803853, [address]].map((
      ip,
    ) => ({ ip })),
    ...["user_id", "device_id"].flatMap((id) => ["", null, address, 7].map((v) => ({ [id]: v }))),
    ...["locale", "app_version", "device_type", "timestamp"].map((name) => ({ [name]: address })),
    ...[0, -1, "soon", null, 16944771510, true].map((timestamp) => ({ timestamp })),
    { device_type: "" },
    { locale: "" },
  ];
  for (const change of changes) {
    const text = handled(change);
    assert.ok(typeof text === "string", JSON.stringify(change));
    assert.match(text, new RegExp(`^${Object.keys(change)[0]} `));
    assert.doesNotMatch(text, /203\.|113/, JSON.stringify(change));
  }
});
