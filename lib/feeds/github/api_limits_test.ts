import assert from "node:assert/strict";
import { githubLimits } from "./api_limits.ts";

const NOW = Date.UTC(2026, 0, 1);

/** The limits after some answers, with the clock at NOW. */
function limitsAfter(...answers: [status: number, headers: HeadersInit, message?: string][]) {
  const limits = githubLimits(() => NOW);
  const refused = answers.map(([status, headers, message = ""]) =>
    limits.note(new Response(null, { status, headers }), message)
  );
  const { blockedUntil, pollInterval } = limits;
  return { refused: refused.at(-1), seconds: (blockedUntil - NOW) / 1000, pollInterval };
}

const spent = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 1800) };

Deno.test("githubLimits() blocks until after the reset once nothing remains, refused or not", () => {
  assert.deepEqual(limitsAfter([200, spent]), { refused: false, seconds: 1801, pollInterval: 0 });
  assert.deepEqual(limitsAfter([304, spent]).seconds, 1801);
  for (const status of [403, 429]) {
    assert.deepEqual(limitsAfter([status, spent]), {
      refused: true,
      seconds: 1801,
      pollInterval: 0,
    });
  }
  const left = { ...spent, "x-ratelimit-remaining": "1" };
  assert.ok(limitsAfter([200, left]).seconds < 0);
});

Deno.test("githubLimits() blocks for retry-after, in seconds or as a date", () => {
  const date = new Date(NOW + 90_000).toUTCString();
  assert.deepEqual(limitsAfter([429, { "retry-after": "30", ...spent }]).seconds, 30);
  assert.deepEqual(limitsAfter([403, { "retry-after": date }]).seconds, 90);
  const unavailable = limitsAfter([503, { "retry-after": "7" }]);
  assert.deepEqual(unavailable, { refused: false, seconds: 7, pollInterval: 0 });
});

Deno.test("githubLimits() blocks for a minute, then longer and longer, if no time is given", () => {
  const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes";
  assert.equal(limitsAfter([403, {}, secondary]).seconds, 60);
  assert.equal(limitsAfter([429, {}]).seconds, 60);
  assert.equal(limitsAfter([429, { "retry-after": "soon" }]).seconds, 60);
  assert.equal(limitsAfter([429, {}], [429, {}], [429, {}]).seconds, 240);
  assert.equal(limitsAfter([429, {}], [200, {}], [429, {}]).seconds, 60);
  // A reset that is in the past by our clock.
  const past = { ...spent, "x-ratelimit-reset": String(NOW / 1000 - 5) };
  assert.equal(limitsAfter([403, past]).seconds, 60);
});

Deno.test("githubLimits() does not mistake another refusal for a rate limit", () => {
  for (const status of [401, 403, 404, 500]) {
    const { refused, seconds } = limitsAfter([status, {}, "Resource not accessible"]);
    assert.equal(refused, false);
    assert.ok(seconds < 0);
  }
});

Deno.test("githubLimits() keeps the newest x-poll-interval, and a time that is a date", () => {
  const interval = (seconds: string): [number, HeadersInit] => [
    200,
    { "x-poll-interval": seconds },
  ];
  assert.equal(limitsAfter(interval("60"), interval("120")).pollInterval, 120_000);
  assert.equal(limitsAfter(interval("60"), interval("x"), [304, {}]).pollInterval, 60_000);
  const { seconds } = limitsAfter([429, { "retry-after": "9".repeat(30) }]);
  assert.doesNotThrow(() => new Date(NOW + seconds * 1000).toISOString());
});
