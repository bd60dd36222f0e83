/** Only what goes wrong: a real Flink is asked in gateway_full_test.ts. */
import assert from "node:assert/strict";
import { UnavailableError, UsageError } from "../../errors.ts";
import { type FlinkSession, openGateway } from "./gateway.ts";

type Answers = Record<string, unknown>;

/** A session of a stand-in that answers by method and path; a Response is sent as it is. */
async function withSession(
  answers: Answers,
  test: (session: FlinkSession, asked: string[]) => Promise<void>,
  signal?: AbortSignal,
) {
  const asked: string[] = [];
  const all: Answers = {
    "POST /v1/sessions": { sessionHandle: "s" },
    "POST /v1/sessions/s/statements": { operationHandle: "o" },
    "GET /v1/sessions/s/operations/o/status": { status: "FINISHED" },
    ...answers,
  };
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const key = `${request.method} ${new URL(request.url).pathname}`;
    asked.push(key);
    const answer = all[key];
    if (answer instanceof Response) return answer.clone();
    return Response.json(answer ?? { errors: [`java.lang.Error: no ${key}`] }, {
      status: answer === undefined ? 404 : 200,
    });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  await test(await openGateway({ gateway: url, rest: url }, { signal }), asked);
}

const RESULT = "GET /v1/sessions/s/operations/o/result/0";
const JOB = "a".repeat(32);

Deno.test("openGateway() says how to start a Flink that cannot be reached", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assert.rejects(openGateway({ gateway: `http://127.0.0.1:${port}` }), (error: unknown) => {
    assert.ok(error instanceof UnavailableError);
    assert.deepEqual([error.service, error.address], ["Flink", `127.0.0.1:${port}`]);
    assert.match(error.message, /: connection refused\. Start it with: deno task up --with flink$/);
    return true;
  });
});

Deno.test("openGateway() notices that something else answers", async () => {
  const html = new Response("<html>");
  await assert.rejects(withSession({ "POST /v1/sessions": html }, async () => {}), /is not Flink$/);
  const failing = new Response("<html>", { status: 502 });
  await assert.rejects(
    withSession({ "POST /v1/sessions": failing }, async () => {}),
    /: HTTP 502$/,
  );
});

Deno.test("run() follows pages until the end, and takes one without rows for a wait", async () => {
  const next = (i: number) => `/v1/sessions/s/operations/o/result/${i}?rowFormat=JSON`;
  const rows = (...fields: unknown[]) => ({
    data: fields.map((f) => ({ kind: "INSERT", fields: [f] })),
  });
  await withSession({
    [RESULT]: { resultType: "NOT_READY", nextResultUri: next(1) },
    [`GET ${next(1).split("?")[0]}`]: {
      resultType: "PAYLOAD",
      results: rows(1, 2),
      nextResultUri: next(2),
    },
    [`GET ${next(2).split("?")[0]}`]: { resultType: "EOS", results: rows() },
  }, async (session) => assert.deepEqual(await session.run("SELECT 1"), [[1], [2]]));
});

Deno.test("run() refuses changes of rows, which are no rows", async () => {
  const data = [{ kind: "INSERT", fields: [1] }, { kind: "UPDATE_BEFORE", fields: [1] }];
  await withSession({ [RESULT]: { resultType: "PAYLOAD", results: { data } } }, async (session) => {
    await assert.rejects(session.run("SELECT count(*) FROM t"), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /changes rows that it gave before/);
      return true;
    });
  });
});

Deno.test("submit() refuses a statement that starts no job", async () => {
  await withSession({ [RESULT]: { resultType: "EOS" } }, async (session) => {
    await assert.rejects(session.submit("SHOW TABLES"), /starts none: SHOW TABLES$/);
  });
});

Deno.test("an aborted statement is cancelled in Flink", async () => {
  const abort = new AbortController();
  await withSession({
    "GET /v1/sessions/s/operations/o/status": { status: "RUNNING" },
    "POST /v1/sessions/s/operations/o/cancel": { status: "CANCELED" },
  }, async (session, asked) => {
    const running = session.run("SELECT 1");
    setTimeout(() => abort.abort(new Error("stopped")), 50);
    await assert.rejects(running, /stopped/);
    assert.ok(asked.includes("POST /v1/sessions/s/operations/o/cancel"));
  }, abort.signal);
});

Deno.test("jobState() is undefined for a job that Flink does not know", async () => {
  const trace = "<Exception on server side:\norg.apache.flink.runtime.messages." +
    "FlinkJobNotFoundException: Could not find Flink job (a)\n\tat org.apache.flink.A.b(A.java:9)\n";
  const errors = ["Internal server error.", trace];
  const refused = Response.json({ errors }, { status: 500 });
  for (const answer of [{}, { [`GET /jobs/${JOB}/status`]: refused }]) {
    await withSession(answer, async (session) => {
      assert.equal(await session.jobState(JOB), undefined);
    });
  }
});

Deno.test("cancel() of a job that has ended does nothing", async () => {
  await withSession({
    [`PATCH /jobs/${JOB}`]: Response.json({ errors: ["java.lang.Error: over"] }, { status: 409 }),
    [`GET /jobs/${JOB}/status`]: { status: "FINISHED" },
  }, (session) => session.cancel(JOB));
});

Deno.test("stopWithSavepoint() says why no savepoint was written", async () => {
  await withSession({
    [`POST /jobs/${JOB}/stop`]: { "request-id": "t" },
    [`GET /jobs/${JOB}/savepoints/t`]: {
      status: { id: "COMPLETED" },
      operation: {
        "failure-cause": {
          "stack-trace": "java.lang.E: outer\nCaused by: java.io.IOException: full",
        },
      },
    },
  }, async (session) => {
    await assert.rejects(session.stopWithSavepoint(JOB), /with a savepoint: IOException: full$/);
  });
});

Deno.test("jobs of a Flink whose JobManager is not named cannot be seen, and say how", async () => {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => Response.json({ sessionHandle: "s" }),
  );
  const session = await openGateway({ gateway: `http://127.0.0.1:${server.addr.port}` });
  await assert.rejects(session.jobState(JOB), /set FLINK_REST to its JobManager/);
});
