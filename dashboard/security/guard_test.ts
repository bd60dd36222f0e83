import assert from "node:assert/strict";
import { Hono } from "hono";
import { accessOf } from "./access.ts";
import { guard, POLICY } from "./guard.ts";
import { rateLimit } from "./rate.ts";

const TOKEN = "a-token-of-24-characters";

/** An app behind a guard, as it listens on loopback or elsewhere. */
function app({ hostname = "127.0.0.1", token }: { hostname?: string; token?: string } = {}) {
  const access = accessOf({ hostname, port: 8080, token });
  const served = new Hono();
  served.use(guard({ access, bodyLimit: () => 100, callerOf: () => "caller" }));
  served.get("/page", (context) => context.text("page"));
  served.post("/run", async (context) => context.text(await context.req.text()));
  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    served.request(`http://127.0.0.1:8080${path}`, {
      ...init,
      headers: { Host: "127.0.0.1:8080", ...headers },
    });
  return { ask, access };
}

Deno.test("guard() on loopback answers to loopback's names alone, whatever their case", async () => {
  const { ask, access } = app();
  assert.equal(access.token, undefined);
  for (const host of ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"]) {
    assert.equal((await ask("/page", { Host: host })).status, 200, host);
  }
  for (
    const host of [
      "evil.example:8080",
      "127.0.0.1.evil.example:8080",
      "127.0.0.1:9",
      "localhost",
      "",
    ]
  ) assert.equal((await ask("/page", { Host: host })).status, 421, host);
});

Deno.test("guard() refuses other sites' requests, but not a visit by a link", async () => {
  const { ask } = app();
  const status = async (headers: Record<string, string>, init?: RequestInit) =>
    (await ask("/page", headers, init)).status;
  assert.equal(await status({ Origin: "https://evil.example" }), 403);
  assert.equal(await status({ Origin: "null" }), 403);
  assert.equal(await status({ Origin: "http://127.0.0.1:9000" }), 403);
  assert.equal(await status({ Origin: "http://127.0.0.1:8080" }), 200);
  const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
  assert.equal(await status({ ...link, "Sec-Fetch-Dest": "document" }), 200);
  assert.equal(await status({ ...link, "Sec-Fetch-Dest": "iframe" }), 403);
  assert.equal(await status({ "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors" }), 403);
});

Deno.test("guard() elsewhere wants the token once, and then its cookie", async () => {
  const { ask } = app({ hostname: "0.0.0.0", token: TOKEN });
  const host = { Host: "dash.example:8080" };
  assert.equal((await ask("/page", host)).status, 401);
  assert.equal((await ask("/page?token=wrong", host)).status, 401);
  const let_in = await ask(`/page?period=1h&token=${TOKEN}`, host);
  assert.equal(let_in.status, 200);
  const cookie = let_in.headers.get("set-cookie")!;
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Strict/);
  const text = await let_in.text();
  assert.ok(!cookie.includes(TOKEN) && !text.includes(TOKEN), "the token is in neither");
  assert.match(text, /url=\/page\?period=1h"/, "goes on without the token in the address");
  const pass = cookie.split(";")[0]!;
  assert.equal((await ask("/page", { ...host, Cookie: pass })).status, 200);
  assert.equal((await ask("/page", { ...host, Cookie: `${pass}0` })).status, 401);
  assert.equal((await ask("/page", { ...host, Authorization: `Bearer ${TOKEN}` })).status, 200);
});

Deno.test("guard() lets nobody guess tokens for long; the right one is still taken", async () => {
  const { ask } = app({ hostname: "0.0.0.0", token: TOKEN });
  const statuses = [];
  for (let i = 0; i < 12; i++) statuses.push((await ask(`/page?token=${i}`)).status);
  assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429]);
  assert.equal((await ask(`/page?token=${TOKEN}`)).status, 200);
});

Deno.test("accessOf() makes a token where one is needed and none is given", () => {
  const [one, other] = [1, 2].map(() => accessOf({ hostname: "::", port: 1 }).token!);
  assert.ok(one!.length >= 32 && one !== other);
  assert.equal(accessOf({ hostname: "::1", port: 1 }).token, undefined);
  assert.equal(accessOf({ hostname: "127.0.0.2", port: 1 }).token, undefined);
});

Deno.test("guard() bounds bodies, whatever their header says", async () => {
  const { ask } = app();
  const post = (body: BodyInit, headers = {}) => ask("/run", headers, { method: "POST", body });
  assert.equal(await (await post("x".repeat(100))).text(), "x".repeat(100));
  assert.equal((await post("x".repeat(101))).status, 413);
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(50)),
  });
  assert.equal((await post(endless)).status, 413);
  assert.equal((await post("x", { "Content-Length": "1000000" })).status, 413);
});

Deno.test("guard() sends its policy with every answer, without inline scripts", async () => {
  const { ask } = app();
  for (const path of ["/page", "/nowhere"]) {
    const { headers } = await ask(path);
    assert.equal(headers.get("content-security-policy"), POLICY);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  }
  assert.match(POLICY, /script-src 'self';/);
  assert.doesNotMatch(POLICY, /unsafe-eval|\*|https?:/);
});

Deno.test("rateLimit() lets each caller have a burst, and then so many a second", () => {
  let time = 0;
  const may = rateLimit({ burst: 2, perSecond: 1, now: () => time });
  assert.deepEqual([1, 2, 3].map(() => may("a")), [true, true, false]);
  assert.equal(may("b"), true);
  time += 1000;
  assert.deepEqual([1, 2].map(() => may("a")), [true, false]);
});
