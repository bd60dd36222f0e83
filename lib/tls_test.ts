import assert from "node:assert/strict";
import { UsageError } from "./errors.ts";
import { readTls } from "./tls.ts";
import { tlsFailure } from "./tls_failure.ts";

function read(values: { ca?: string; cert?: string; key?: string; keyPassword?: string }) {
  const variable = (name: "ca" | "cert" | "key" | "keyPassword") => ({
    name: name.toUpperCase(),
    value: values[name],
  });
  return readTls({
    ca: variable("ca"),
    cert: variable("cert"),
    key: variable("key"),
    keyPassword: variable("keyPassword"),
  });
}

Deno.test("readTls() names the variable of a file that does not serve, and no value", () => {
  const cases: [Parameters<typeof read>[0], RegExp][] = [
    [{ ca: "/hush/ca.pem" }, /file that CA names: there is no such file/],
    [{ ca: "/" }, /CA names: /],
    [{ ca: import.meta.filename! }, /CA: it holds no certificate in PEM form/],
    [{ ca: "-----BEGIN CERTIFICATE-----\nhush\n-----END CERTIFICATE-----" }, /CA: it holds no/],
    [{ cert: "/hush" }, /set both CERT and KEY/],
    [{ key: "-----BEGIN PRIVATE KEY-----\nhush" }, /set both CERT and KEY/],
  ];
  for (const [values, message] of cases) {
    assert.throws(() => read(values), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  }
  assert.deepEqual(read({}), {});
});

Deno.test("tlsFailure() knows the wordings of both TLS implementations, and nothing else", () => {
  const coded = (code: string, message: string) => Object.assign(new Error(message), { code });
  const cases: [Error, RegExp | undefined][] = [
    [
      new TypeError("fetch failed", {
        cause: new Error("invalid peer certificate: certificate expired: verification time 1"),
      }),
      /^its certificate has expired$/,
    ],
    [
      new Error("invalid peer certificate: UnknownIssuer"),
      /not signed by an authority known here$/,
    ],
    [
      coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"),
      /not signed .* or has expired$/,
    ],
    [new Error(`invalid peer certificate: certificate not valid for name "a"`), /another host/],
    [
      coded("ERR_TLS_CERT_ALTNAME_INVALID", "Host: a. is not in the cert's altnames"),
      /another host/,
    ],
    [new Error("received fatal alert: CertificateRequired"), /wants one at all/],
    [new Error("received corrupt message of type InvalidContentType"), /does not speak TLS/],
    [new Error("received fatal alert: HandshakeFailure"), /handshake failed/],
    [coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1"), undefined],
    [new Error("client error (Connect): tls handshake eof"), undefined],
    [new Error("table does not exist [table=certificates]"), undefined],
  ];
  for (const [error, reason] of cases) {
    if (reason === undefined) assert.equal(tlsFailure(error), undefined);
    else assert.match(tlsFailure(error) ?? "", reason);
  }
});
