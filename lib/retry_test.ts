import assert from "node:assert/strict";
import { abandonedAfter, abortedLater, retry, type RetryOptions, sleep, until } from "./retry.ts";

/** A function that fails the first `failures` times, and the waits of retry(). */
function flaky(failures: number) {
  const waits: number[] = [];
  let calls = 0;
  return {
    waits,
    calls: () => calls,
    fn(attempt: number) {
      assert.equal(attempt, ++calls);
      if (calls <= failures) throw new Error(`failure ${calls}`);
      return Promise.resolve("done");
    },
    options: (options: RetryOptions): RetryOptions => ({
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
      ...options,
    }),
  };
}

Deno.test("retry() doubles the maximum wait up to maxWait and draws uniformly below it", async () => {
  const top = flaky(5);
  const options = { attempts: 6, minWait: 100, maxWait: 1000 };
  assert.equal(await retry(top.fn, top.options({ ...options, random: () => 1 })), "done");
  assert.deepEqual(top.waits, [100, 200, 400, 800, 1000]);
  const low = flaky(3);
  const draws = [0, 0.5, 0.25];
  await retry(low.fn, low.options({ ...options, random: () => draws.shift()! }));
  assert.deepEqual(low.waits, [0, 100, 100]);
});

Deno.test("retry() throws the last error after the last attempt, without another wait", async () => {
  const t = flaky(9);
  await assert.rejects(retry(t.fn, t.options({ attempts: 3 })), { message: "failure 3" });
  assert.equal(t.calls(), 3);
  assert.equal(t.waits.length, 2);
});

Deno.test("retry() immediately throws an error that retryIf does not accept", async () => {
  const t = flaky(9);
  const retryIf = (error: unknown) => (error as Error).message !== "failure 2";
  await assert.rejects(retry(t.fn, t.options({ retryIf })), { message: "failure 2" });
  assert.equal(t.calls(), 2);
});

Deno.test("retry() calls onRetry for each failure before its wait", async () => {
  const t = flaky(2);
  const reported: unknown[] = [];
  const onRetry: RetryOptions["onRetry"] = ({ error, attempt, wait }) => {
    reported.push([(error as Error).message, attempt, wait, t.waits.length]);
  };
  await retry(t.fn, t.options({ minWait: 10, random: () => 0.5, onRetry }));
  assert.deepEqual(reported, [["failure 1", 1, 5, 0], ["failure 2", 2, 10, 1]]);
});

Deno.test("retry() throws the signal's reason, in a wait and before a call", async () => {
  const reason = new Error("stopped by hand");
  const stop = new AbortController();
  let calls = 0;
  const failing = () => {
    calls++;
    setTimeout(() => stop.abort(reason), 1);
    return Promise.reject(new Error("failure"));
  };
  const run = retry(failing, { signal: stop.signal, minWait: 1e9, maxWait: 1e9, random: () => 1 });
  await assert.rejects(run, reason);
  await assert.rejects(retry(failing, { signal: stop.signal }), reason);
  assert.equal(calls, 1);
});

Deno.test("sleep() waits, and leaves no timer or listener after an abort", async () => {
  const start = performance.now();
  await sleep(20);
  assert.ok(performance.now() - start >= 19);
  const stop = new AbortController();
  const long = sleep(Infinity, stop.signal);
  stop.abort("enough");
  await assert.rejects(long, (reason) => reason === "enough");
  await assert.rejects(sleep(0, stop.signal), (reason) => reason === "enough");
});

Deno.test("sleep() longer than the longest timer does not end immediately", async () => {
  const stop = new AbortController();
  let ended = false;
  const long = sleep(2 ** 40, stop.signal).then(() => ended = true, () => {});
  await sleep(20);
  assert.equal(ended, false);
  stop.abort();
  await long;
});

Deno.test("until() returns the first answer, and doubles the wait up to maxEvery", async () => {
  const waits: number[] = [];
  let calls = 0;
  const answer = await until(() => ++calls > 5 ? 0 : undefined, {
    every: 10,
    maxEvery: 35,
    sleep: (ms) => Promise.resolve(void waits.push(ms)),
  });
  assert.equal(answer, 0);
  assert.deepEqual(waits, [10, 20, 35, 35, 35]);
});

Deno.test("until() throws TimeoutError, the check's error, or the signal's reason", async () => {
  let time = 0;
  const clock = { now: () => time, sleep: (ms: number) => Promise.resolve(void (time += ms)) };
  await assert.rejects(until(() => false, { every: 30, within: 100, ...clock }), {
    name: "TimeoutError",
  });
  assert.equal(time, 100);
  await assert.rejects(until(() => Promise.reject(new Error("broken"))), /broken/);
  const stop = new AbortController();
  const waiting = until(() => null, { signal: stop.signal });
  stop.abort("enough");
  await assert.rejects(waiting, (reason) => reason === "enough");
});

Deno.test("abortedLater() aborts with the same reason after the time, also if it is too late already", async () => {
  const stop = new AbortController();
  const later = [abortedLater(stop.signal, 20)];
  stop.abort("enough");
  later.push(abortedLater(stop.signal, 20));
  assert.deepEqual(later.map(({ aborted }) => aborted), [false, false]);
  await sleep(60);
  assert.deepEqual(later.map(({ reason }) => reason), ["enough", "enough"]);
  assert.equal(abortedLater(undefined, 0).aborted, false);
});

Deno.test("abandonedAfter() gives the outcome, and an abort's grace to what is late", async () => {
  const stop = new AbortController();
  const soon = sleep(5).then(() => "done");
  assert.equal(await abandonedAfter(soon, { signal: stop.signal, grace: 1 }), "done");
  const never = new Promise<never>(() => {});
  const waiting = abandonedAfter(never, { signal: stop.signal, grace: 10 });
  stop.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  const late = sleep(5).then(() => "in time");
  assert.equal(await abandonedAfter(late, { signal: stop.signal, grace: 1000 }), "in time");
  await assert.rejects(abandonedAfter(never, { signal: stop.signal, grace: 1 }), /Stopped/);
  const failing = Promise.reject(new Error("mine"));
  await assert.rejects(abandonedAfter(failing, { signal: undefined }), /mine/);
});
