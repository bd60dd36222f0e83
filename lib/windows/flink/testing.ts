/** For tests of what goes wrong: a stand-in for Flink's REST APIs. */
import type { FlinkEndpoint } from "../../config.ts";

/**
 * An answer of {@linkcode withAnswers}: sent as JSON, but a Response as it is; a function is asked each time.
 */
export type Answer = unknown | Response | (() => unknown);

/** Runs a test with a server that answers by method and path, `GET /jobs/overview`, else with 404. */
export async function withAnswers(
  answers: Readonly<Record<string, Answer>>,
  test: (flink: Required<Pick<FlinkEndpoint, "gateway" | "rest">>) => Promise<void>,
): Promise<void> {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const key = `${request.method} ${new URL(request.url).pathname}`;
    const given = answers[key];
    const answer = typeof given === "function" ? given() : given;
    if (answer instanceof Response) return answer.clone();
    return Response.json(answer ?? { errors: [`java.lang.Error: no ${key}`] }, {
      status: answer === undefined ? 404 : 200,
    });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  await test({ gateway: url, rest: url });
}
