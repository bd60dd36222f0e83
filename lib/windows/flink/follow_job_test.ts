/** Only what goes wrong: a real Flink is followed in pipelines/windows_flink_full_test.ts. */
import assert from "node:assert/strict";
import { UnavailableError } from "../../errors.ts";
import { followJob, stopJob } from "./follow_job.ts";
import type { JobState } from "./jobs.ts";
import { withAnswers } from "./testing.ts";

const JOB = "a".repeat(32);
const STATUS = `GET /jobs/${JOB}/status`;
const signal = new AbortController().signal;

function inTurn(...states: JobState[]) {
  return () => ({ status: states.length > 1 ? states.shift() : states[0] });
}

Deno.test("followJob() says why a job restarts and fails, each time it changes", async () => {
  const stacktrace =
    "java.lang.E: outer\nCaused by: java.io.IOException: unreadable\n\tat a.b(C.java:1)";
  await withAnswers({
    [STATUS]: inTurn("RUNNING", "RUNNING", "RESTARTING", "RUNNING", "FAILED"),
    [`GET /jobs/${JOB}/exceptions`]: { exceptionHistory: { entries: [{ stacktrace }] } },
  }, async (flink) => {
    const seen: unknown[] = [];
    const onState = (state: JobState, reason?: string) => void seen.push([state, reason]);
    const end = await followJob(flink, JOB, { signal, onState, every: 1 });
    const reason = "IOException: unreadable";
    assert.deepEqual(end, { state: "FAILED", reason });
    assert.deepEqual(seen, [
      ["RUNNING", undefined],
      ["RESTARTING", reason],
      ["RUNNING", undefined],
      ["FAILED", reason],
    ]);
  });
});

Deno.test("followJob() has no state for a job that Flink no longer knows", async () => {
  await withAnswers({}, async (flink) => {
    assert.deepEqual(await followJob(flink, JOB, { signal, onState() {} }), {});
  });
});

Deno.test("stopJob() waits for a job that is only just starting, and gives no path of one that has ended", async () => {
  let asked = 0;
  await withAnswers({
    [STATUS]: inTurn("INITIALIZING", "RUNNING", "RUNNING", "FINISHED"),
    [`POST /jobs/${JOB}/stop`]: () => ({ "request-id": `${asked++}` }),
    [`GET /jobs/${JOB}/savepoints/0`]: {
      status: { id: "COMPLETED" },
      operation: { "failure-cause": { "stack-trace": "java.lang.E: not all tasks are running" } },
    },
    [`GET /jobs/${JOB}/savepoints/1`]: {
      status: { id: "COMPLETED" },
      operation: { location: "file:/s" },
    },
  }, async (flink) => assert.equal(await stopJob(flink, JOB), "file:/s"));
  await withAnswers({ [STATUS]: inTurn("FAILED") }, async (flink) => {
    assert.equal(await stopJob(flink, JOB), undefined);
  });
});

Deno.test("a Flink that is away is not a job that has ended", async () => {
  let away = { gateway: "", rest: "" };
  await withAnswers({}, (flink) => Promise.resolve(void (away = flink)));
  await assert.rejects(followJob(away, JOB, { signal, onState() {} }), UnavailableError);
  await assert.rejects(stopJob(away, JOB), UnavailableError);
});
