import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  callersPath,
  confOptions,
  endedConf,
  namespacePrefix,
  projectFolder,
  questdbAddress,
} from "./config.ts";

Deno.test("projectFolder is where deno.json is", () => {
  assert.ok(existsSync(`${projectFolder}/deno.json`));
});

Deno.test("callersPath() refuses an empty path, which would be the caller's whole folder", () => {
  const before = Deno.env.get("INIT_CWD");
  Deno.env.set("INIT_CWD", "/somewhere");
  try {
    assert.equal(callersPath("a.csv"), "/somewhere/a.csv");
    assert.equal(callersPath("/b.csv"), "/b.csv");
    assert.equal(callersPath("-"), "-");
    assert.throws(() => callersPath(""), {
      name: "UsageError",
      message: "Cannot use an empty path: name a file or a folder",
    });
  } finally {
    if (before === undefined) Deno.env.delete("INIT_CWD");
    else Deno.env.set("INIT_CWD", before);
  }
});

Deno.test("questdbAddress() reads host and port from a configuration string", () => {
  const address = (conf: string) => questdbAddress({ conf });
  assert.equal(address("http::addr=127.0.0.1:9000;"), "127.0.0.1:9000");
  assert.equal(address("https::addr=db.example.org;token=t;"), "db.example.org:9000");
  assert.equal(address("http::username=u;addr=h:1"), "h:1");
  assert.equal(address("http::addr=[::1];"), "[::1]:9000");
  assert.equal(address("http::addr=[::1]:1;"), "[::1]:1");
  assert.equal(address("http::username=u;"), "127.0.0.1:9000");
  assert.equal(address("http::username=u;password=x;;addr=evil:1;;;addr=h:1;"), "h:1");
});

Deno.test("confOptions() reads a configuration string as the official client does", () => {
  const options = (conf: string) => Object.fromEntries(confOptions(conf));
  assert.deepEqual(options("http::addr=h:1;password=a;;b=c;;;token=;"), {
    addr: "h:1",
    password: "a;b=c;",
    token: "",
  });
  assert.deepEqual(options("https::addr=h"), { addr: "h" });
  assert.deepEqual(options("http::addr=h;lonely;"), { addr: "h", lonely: "" });
  assert.deepEqual(options(""), {});
});

Deno.test("endedConf() appends a ; where the last option has none, also after a value that ends in ;", () => {
  for (
    const [conf, ended] of [
      ["http::addr=h", "http::addr=h;"],
      ["http::addr=h;", "http::addr=h;"],
      ["http::addr=h;password=ab;;", "http::addr=h;password=ab;;;"],
      ["http::addr=h;password=ab;;;", "http::addr=h;password=ab;;;"],
      ["http::addr=h;password=;;;;", "http::addr=h;password=;;;;;"],
    ] as const
  ) {
    assert.equal(endedConf(conf), ended);
    assert.deepEqual(confOptions(`${ended}a=1;`), new Map([...confOptions(conf), ["a", "1"]]));
  }
});

Deno.test("namespacePrefix() appends an underscore to a namespace", () => {
  assert.equal(namespacePrefix(""), "");
  assert.equal(namespacePrefix("a"), "a_");
  assert.equal(namespacePrefix(`a${"_1".repeat(20)}`), `a${"_1".repeat(20)}_`);
});

Deno.test("namespacePrefix() refuses names unfit for topics and tables, and says which are allowed", () => {
  for (
    const name of ["A", "1a", "_a", "a-b", "a.b", "a b", "ä", 'a"; drop table x', "a".repeat(42)]
  ) {
    assert.throws(() => namespacePrefix(name), (error: Error) => {
      assert.equal(error.name, "UsageError");
      assert.ok(error.message.includes(JSON.stringify(name)));
      assert.match(error.message, /TRIBUTARY_NAMESPACE takes lower-case letters, digits and _/);
      return true;
    });
  }
});
