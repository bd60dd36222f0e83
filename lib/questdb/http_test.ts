import assert from "node:assert/strict";
import { UnavailableError } from "../errors.ts";
import { askHttp, authorization } from "./http.ts";

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

Deno.test("askHttp() says of a server that closes before TLS is spoken that it closed the connection", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const address = `127.0.0.1:${listener.addr.port}`;
  const closed = listener.accept().then((connection) => connection.close());
  const asked = askHttp({ conf: `https::addr=${address};` }, { path: "/exec", query: {} });
  await assert.rejects(asked, (error: Error) => {
    assert.ok(error instanceof UnavailableError);
    const wanted = `Cannot reach QuestDB at ${address}: connection closed. Start it with: `;
    assert.ok(error.message.startsWith(wanted), error.message);
    return true;
  });
  await closed;
});
