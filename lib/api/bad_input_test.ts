/** Bad input, with a database that must not be asked: everything is refused before it. */
import assert from "node:assert/strict";
import { AssertionError } from "node:assert";
import { UnavailableError } from "../errors.ts";
import { QueryRefusedError } from "../questdb/query_error.ts";
import type { OpenOrdersDb } from "./orders_db.ts";
import { routes } from "./routes.ts";
import { askedApp } from "./testing.ts";

/** A database that fails with an error. */
function failing(error: () => Error): OpenOrdersDb {
  const fail = () => Promise.reject(error());
  return {
    ask: fail,
    facts: fail,
    tail: fail,
    products: fail,
    nameOf: ({ name }) => name,
    viewOf: ({ name }) => name,
    close: () => Promise.resolve(),
  };
}

const untouched = failing(() => new AssertionError({ message: "the database was asked" }));
const { ask } = askedApp(untouched, (line) => assert.fail(line));

const LONG = "9".repeat(5000);
const HOSTILE = [
  "'",
  ";",
  "%",
  "'; drop table orders; --",
  '"',
  "\\",
  "a\0b",
  "\n",
  "💥",
  LONG,
  "",
];
const fixed: Record<string, string> = { id: "1", status: "DELIVERED", ms: "1000" };

/** The path of a route, with one parameter replaced. */
function pathWith(path: string, name = "", value = ""): string {
  return path.replace(
    /\{(\w+)\}/g,
    (_, key) => encodeURIComponent(key === name ? value : fixed[key]!),
  );
}

Deno.test("every parameter of every route refuses what it cannot take, and says what it takes", async () => {
  let tried = 0;
  for (const { path, parameters } of routes) {
    for (const { name, in: place } of Object.values(parameters)) {
      const bad = name === "id"
        ? ["a\0b", "\n", LONG]
        : [...HOSTILE, "-1", "NaN", "1e9999", "0x10"];
      for (const value of bad) {
        if (place === "path" && value === "") continue; // another path
        const url = place === "path"
          ? pathWith(path, name, value)
          : `${pathWith(path)}?${new URLSearchParams({ [name]: value })}`;
        const { status, body } = await ask(url);
        assert.equal(status, 400, `${url.slice(0, 100)}: ${JSON.stringify(body).slice(0, 200)}`);
        assert.equal(body.error.parameter, name);
        assert.match(
          body.error.message,
          new RegExp(`^Cannot use ${name} ".*": (write|did|choose)`),
        );
        assert.ok(body.error.message.length < 400, body.error.message);
        tried++;
      }
    }
  }
  assert.ok(tried > 150, `only ${tried} tried`);
});

for (
  const [path, wanted] of [
    ["/orders/overview?window=0s", /window "0s": write a duration from 1ms to 366d/],
    ["/orders/overview?window=367d", /window "367d"/],
    ["/orders/overview?window=-1h", /window "-1h"/],
    ["/orders/ordersPerMinute?window=8d", /from 1ms to 7d/],
    ["/orders/overview?at=2026-02-30T00:00:00Z", /at "2026-02-30T00:00:00Z": write a time in UTC/],
    ["/orders/overview?at=2026-01-01", /at "2026-01-01"/],
    ["/orders/overview?at=9999-01-01T00:00:00Z", /from 1970 to 2199/],
    ["/orders/latestOrders?limit=0", /limit "0": write a whole number from 1 to 1000/],
    ["/orders/latestOrders?limit=1000000000", /limit "1000000000"/],
    ["/orders/latestOrders?limit=1.5", /limit "1\.5"/],
    ["/orders/overview?window=1m&window=1h", /window "1m": give it once/],
    ["/orders/overview?windos=1m", /windos "1m": .* did you mean window\?/],
    ["/orders/overview?limit=1", /limit "1": there is no such parameter; there are at, window/],
    ["/orders/stuck/BEING_COKED/1", /did you mean BEING_COOKED\?/],
    ["/orders/stuck/delivered/1", /did you mean DELIVERED\?/],
    ["/orders/stuck/DELIVERED/-5", /ms "-5": write a whole number from 0/],
    ["/users?at=2026-01-01T00:00:00Z", /there is no such parameter; there are limit/],
  ] as [string, RegExp][]
) {
  Deno.test(`${path} is refused`, async () => {
    const { status, body } = await ask(path);
    assert.equal(status, 400);
    assert.match(body.error.message, wanted);
  });
}

Deno.test("other methods are refused with those that there are", async () => {
  for (
    const path of [...routes.map(({ path }) => pathWith(path)), "/health", "/metrics", "/docs"]
  ) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const { status, headers, body } = await ask(path, { method });
      assert.equal(status, 405, `${method} ${path}`);
      assert.equal(headers.get("allow"), "GET, HEAD");
      assert.match(body.error.message, new RegExp(`no method "${method}"`));
    }
  }
});

Deno.test("an error of the database says nothing of its SQL or its address", async () => {
  const at = { service: "QuestDB", address: "10.1.2.3:8812" };
  const logged: string[] = [];
  for (
    const [error, wanted] of [
      [new UnavailableError("Cannot reach QuestDB at 10.1.2.3:8812", at), 503],
      [new QueryRefusedError("table does not exist [table=x_orders]"), 503],
      [new QueryRefusedError("unexpected token [select secret from x_orders]"), 500],
      [new TypeError("x is not a function in secret.ts"), 500],
    ] as [Error, number][]
  ) {
    const app = askedApp(failing(() => error), (line) => void logged.push(line));
    for (const path of ["/orders/overview", "/orders/1", "/users"]) {
      const { status, headers, body } = await app.ask(path);
      assert.equal(status, wanted, error.message);
      assert.equal(headers.get("retry-after"), wanted === 503 ? "1" : null);
      assert.doesNotMatch(JSON.stringify(body), /10\.1|x_orders|secret|\.ts|select/);
    }
    const { status, body } = await app.ask("/health");
    assert.deepEqual([status, body], [503, { status: "unavailable", questdb: "down" }]);
  }
  assert.equal(logged.filter((line) => line.includes("secret")).length, 6, "the log has the cause");
});

Deno.test("metrics count requests by route and status, never by what was asked", async () => {
  const app = askedApp(untouched);
  await app.ask("/orders/overview?window=0");
  await app.ask("/orders/overview?window=0");
  await app.ask("/orders/x%0ay");
  const { body } = await app.ask("/metrics");
  assert.match(
    body,
    /^tributary_api_requests_total\{route="\/orders\/overview",status="400"\} 2$/m,
  );
  assert.match(body, /^tributary_api_requests_total\{route="\/orders\/\{id\}",status="400"\} 1$/m);
  assert.match(body, /^tributary_api_request_seconds_count\{route="\/orders\/overview"\} 2$/m);
});
