import assert from "node:assert/strict";
import { authorization } from "./http.ts";

for (
  const [what, conf, wanted] of [
    ["no login", "http::addr=h:1;", undefined],
    ["a user", "http::addr=h:1;username=joe;password=p;", "joe:p"],
    ["a user first", "http::username=joe;password=p;addr=h:1;", "joe:p"],
    ["a ; in the password", "http::addr=h:1;username=joe;password=a;;b;;;", "joe:a;b;"],
    [
      "an option within the password",
      "http::addr=h:1;username=j;password=x;;token=t;",
      "j:x;token=t",
    ],
    ["a = in the password", "http::addr=h:1;username=joe;password=a=b==;", "joe:a=b=="],
    ["letters beyond Latin-1", "http::addr=h:1;username=żółw;password=пароль€;", "żółw:пароль€"],
    ["no password", "http::addr=h:1;username=joe;", "joe:"],
  ] as const
) {
  Deno.test(`authorization() for ${what}`, () => {
    const { authorization: found } = authorization(conf);
    const login = found?.startsWith("Basic ")
      ? new TextDecoder().decode(Uint8Array.fromBase64(found.slice(6)))
      : found;
    assert.equal(login, wanted);
  });
}

Deno.test("authorization() prefers a token", () => {
  assert.deepEqual(authorization("http::addr=h:1;username=u;token=a;;b;"), {
    authorization: "Bearer a;b",
  });
});
