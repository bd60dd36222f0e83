import assert from "node:assert/strict";
import { questdbAddress } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import { makeAuthority } from "../../../tls_testing.ts";
import { localQuestdb, questdbFrom } from "./endpoint.ts";

const from = (variables: Record<string, string>) => questdbFrom((name) => variables[name]);

Deno.test("questdbFrom() has QuestDB's own defaults", () => {
  assert.deepEqual(from({ QDB_CLIENT_CONF: "http::addr=q1:9000;" }), {
    conf: "http::addr=q1:9000;",
    pg: { host: "q1", port: 8812, user: "admin", password: "quest", database: "qdb" },
  });
});

Deno.test("questdbFrom() takes another SQL address and login", () => {
  const found = from({
    QDB_CLIENT_CONF: "https::token=t;addr=[::1]:9443",
    QDB_CLIENT_HOST: "sql",
    QDB_CLIENT_PORT: "5432",
    QDB_CLIENT_USER: "reader",
    QDB_CLIENT_PASSWORD: "secret",
  });
  assert.deepEqual(found, {
    conf: "https::token=t;addr=[::1]:9443;",
    // A password is not sent in the clear where HTTP is encrypted.
    pg: { host: "sql", port: 5432, user: "reader", password: "secret", database: "qdb", tls: {} },
  });
});

Deno.test("questdbFrom() takes a user who may only read", () => {
  const reader = (variables: Record<string, string>) =>
    from({ QDB_CLIENT_CONF: "http::addr=q1;", ...variables }).reader;
  const user = { QDB_CLIENT_READER_USER: "eve" }, password = { QDB_CLIENT_READER_PASSWORD: "hush" };
  assert.deepEqual(reader({ ...user, ...password }), { user: "eve", password: "hush" });
  assert.equal(reader({}), undefined);
  for (const half of [user, password]) {
    assert.throws(() => reader(half), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /set both QDB_CLIENT_READER_USER and QDB_CLIENT_READER_PASSWORD/);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  }
});

Deno.test("questdbFrom() uses TLS for SQL as HTTP does, or as QDB_CLIENT_TLS says", async () => {
  const { cert: ca } = await makeAuthority("Test");
  const tls = (conf: string, more: Record<string, string> = {}) =>
    from({ QDB_CLIENT_CONF: conf, ...more }).pg.tls;
  assert.equal(tls("http::addr=q1;"), undefined);
  assert.deepEqual(tls("http::addr=q1;", { QDB_CLIENT_TLS: "on" }), {});
  assert.deepEqual(tls("http::addr=q1;", { QDB_CLIENT_TLS_CA: ca }), { ca });
  assert.equal(tls("https::addr=q1;", { QDB_CLIENT_TLS: "false" }), undefined);
  assert.deepEqual(tls("https::addr=q1;tls_verify=unsafe_off;"), { rejectUnauthorized: false });
  assert.throws(() => tls("https::addr=q1;tls_ca=/none;"), /tls_ca in QDB_CLIENT_CONF names/);
  assert.throws(() => tls("http::addr=q1;", { QDB_CLIENT_TLS: "perhaps" }), /QDB_CLIENT_TLS: set/);
});

for (
  const [what, variables, message] of [
    ["ILP over TCP", { QDB_CLIENT_CONF: "tcp::addr=q1:9009;" }, /http::addr=/],
    [
      "a port that is not a number",
      { QDB_CLIENT_CONF: "http::addr=q1:9000;", QDB_CLIENT_PORT: "0x50" },
      /QDB_CLIENT_PORT/,
    ],
  ] as const
) {
  Deno.test(`questdbFrom() refuses ${what}`, () => {
    assert.throws(() => from(variables), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}

for (
  const conf of [
    "tcp::addr=q1;token=hush;",
    "hush",
    "http::hush",
    "http::addr=admin:hush@q1:9000;",
    "http::addr=hush@q1;",
    "http::addr=q1:9000,password=hush;",
    "http::addr=q1:9000 password=hush;",
    "http::addr=q1:hush;",
    "http::addr=;password=hush;",
    "http::addr=q1:9000;password:hush;",
    "http::addr=q1:9000;hush;",
    "http::addr=q1:9000;username=u;password=x;hush=1;",
    "http::addr=q1:9000;username=u;password=x;y=z;hush;",
    "http::addr=q1:9000;token=x;hush=y;",
    "http::addr=q1:9000;username=u;password=hush\n;",
    "http::addr=q1:9000;username=u;password=hush\x9b;",
    "http::addr=q1:9000;token=hush€;",
    "http::password=hush;",
    "https://admin:hush@q1:9000",
  ]
) {
  Deno.test(`questdbFrom() refuses ${JSON.stringify(conf)} and does not quote it`, () => {
    assert.throws(() => from({ QDB_CLIENT_CONF: conf }), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^Cannot use QDB_CLIENT_CONF: .+\. Write it as http::addr=host/);
      assert.doesNotMatch(error.message, /hush|q1/);
      return true;
    });
  });
}

for (
  const conf of [
    "http::addr=q-1.example.org;",
    "http::addr=münchen.example:9000;username=ü;password=a;;b;;=c;",
    "https::addr=q1:9000;tls_verify=unsafe_off;password=x;username=u;retry_timeout=100;",
    "http::addr=q1:9000;pigeon=yes;", // the client names it
  ]
) {
  Deno.test(`questdbFrom() takes ${conf}`, () => {
    assert.equal(from({ QDB_CLIENT_CONF: conf }).conf, conf);
  });
}

Deno.test("questdbFrom() takes an IPv6 address for HTTP and SQL", () => {
  const found = from({ QDB_CLIENT_CONF: "http::addr=[::1];" });
  assert.equal(questdbAddress(found), "[::1]:9000");
  assert.equal(found.pg.host, "::1");
});

Deno.test("questdbFrom() keeps a password that ends in ;", () => {
  const conf = "http::addr=q1:9000;username=u;password=ab;;";
  assert.equal(from({ QDB_CLIENT_CONF: conf }).conf, `${conf};`);
  assert.equal(from({ QDB_CLIENT_CONF: `${conf};` }).conf, `${conf};`);
});

Deno.test("localQuestdb() logs in with the passwords of its users", () => {
  const ports = { http: 1, pg: 2 };
  assert.deepEqual(localQuestdb(ports, { admin: "a", reader: "r" }), {
    conf: "http::addr=127.0.0.1:1;username=admin;password=a;",
    pg: { host: "127.0.0.1", port: 2, user: "admin", password: "a", database: "qdb" },
    reader: { user: "reader", password: "r" },
  });
  assert.equal(localQuestdb(ports).conf, "http::addr=127.0.0.1:1;");
  assert.equal(localQuestdb(ports).reader, undefined);
});
