import assert from "node:assert/strict";
import { UnavailableError } from "../errors.ts";
import { Outages } from "../outage.ts";
import { openTransport } from "./transport.ts";
import { BatchRefusedError } from "./transport_error.ts";

const pg = { host: "127.0.0.1", port: 1, user: "u", password: "p", database: "d" };
const line = new TextEncoder().encode("t a=1i 1t\n");

interface Seen {
  path: string;
  authorization: string | null;
  body: string;
}

/** A server that answers like QuestDB's `/write`, with one answer after another, repeating the last. */
async function withServer(
  answers: [status: number, body?: string][],
  test: (server: { address: string; seen: Seen[] }) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const [status, body] = answers[Math.min(seen.length, answers.length - 1)]!;
    seen.push({
      path: new URL(request.url).pathname,
      authorization: request.headers.get("authorization"),
      body: await request.text(),
    });
    return new Response(status === 204 ? null : body ?? "", { status });
  });
  try {
    await test({ address: `127.0.0.1:${server.addr.port}`, seen });
  } finally {
    await server.shutdown();
  }
}

const open = (address: string, more = "retry_timeout=250;") =>
  openTransport({ conf: `http::addr=${address};${more}`, pg });

/** QuestDB 9.3's answer to a line that it cannot store. */
const REFUSAL = JSON.stringify({
  code: "invalid",
  message:
    "failed to parse line protocol:errors encountered on line(s):\nerror in line 2: table: trips, column: fare; cast error from protocol type: STRING to column type: DOUBLE",
  line: 2,
  errorId: "8b1c0a5ae5f5-3",
});

Deno.test("send() posts exactly the bytes of its view", async () => {
  await withServer([[204]], async ({ address, seen }) => {
    const transport = await open(address);
    const larger = new TextEncoder().encode("xxt a=1i 1t\nyy");
    await transport.send(larger.subarray(2, -2));
    assert.deepEqual(seen, [{ path: "/write", authorization: null, body: "t a=1i 1t\n" }]);
  });
});

Deno.test("send() logs in as configured", async () => {
  await withServer([[204]], async ({ address, seen }) => {
    await (await open(address, "username=ada;password=s3cret;")).send(line);
    await (await open(address, "token=tok3n;")).send(line);
    await (await open(address, "username=ada;password=s3;;cret;;")).send(line);
    assert.deepEqual(
      seen.map(({ authorization }) => authorization),
      [`Basic ${btoa("ada:s3cret")}`, "Bearer tok3n", `Basic ${btoa("ada:s3;cret;")}`],
    );
  });
});

Deno.test("send() throws BatchRefusedError with QuestDB's message, at once", async () => {
  await withServer([[400, REFUSAL]], async ({ address, seen }) => {
    await assert.rejects(async () => await (await open(address)).send(line), (error: Error) => {
      assert.ok(error instanceof BatchRefusedError);
      assert.equal(
        error.message,
        "table: trips, column: fare; cast error from protocol type: STRING to column type: DOUBLE",
      );
      return true;
    });
    assert.equal(seen.length, 1);
  });
});

Deno.test("send() throws BatchRefusedError if the request is too large", async () => {
  await withServer([[413, "  transaction is too large\n"]], async ({ address }) => {
    await assert.rejects(async () => await (await open(address)).send(line), {
      name: "BatchRefusedError",
      message: "transaction is too large",
    });
  });
});

Deno.test("send() retries after a 400 that is not QuestDB's", async () => {
  const html =
    "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head>";
  await withServer([[400, html], [400, '{"error":"bad"}'], [204]], async ({ address, seen }) => {
    await (await open(address, "retry_timeout=5000;")).send(line);
    assert.equal(seen.length, 3);
  });
});

Deno.test("send() looks up the login again when it is refused, once", async () => {
  await withServer([[401, "Unauthorized"], [204]], async ({ address, seen }) => {
    const at = (password: string) => ({
      conf: `http::addr=${address};username=ada;password=${password};`,
      pg,
    });
    const transport = await openTransport(at("old"), { find: () => Promise.resolve(at("new")) });
    await transport.send(line);
    assert.deepEqual(
      seen.map(({ authorization }) => authorization),
      [`Basic ${btoa("ada:old")}`, `Basic ${btoa("ada:new")}`],
    );
  });
  await withServer([[401, "Unauthorized"]], async ({ address, seen }) => {
    const same = { conf: `http::addr=${address};username=ada;password=old;`, pg };
    const transport = await openTransport(same, { find: () => Promise.resolve(same) });
    await assert.rejects(transport.send(line), /refused the login/);
    assert.equal(seen.length, 1);
  });
});

Deno.test("a short retry_timeout limits retries, not the time of a request", async () => {
  let requests = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async () => {
    requests++;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return new Response(null, { status: 204 });
  });
  for (const patience of [0, 10]) {
    await (await open(`127.0.0.1:${server.addr.port}`, `retry_timeout=${patience};`)).send(line);
  }
  assert.equal(requests, 2);
  await server.shutdown();
});

Deno.test("send() throws BatchRefusedError for an answer of 500 that concerns a row, at once", async () => {
  // QuestDB 9.3.4's answers.
  const prefix = "failed to parse line protocol:errors encountered on line(s):";
  for (
    const message of [
      "write error: trips, errno: -1, error: designated timestamp beyond 9999-12-31 is not allowed",
      "write error: trips, error: java.lang.UnsupportedOperationException",
    ]
  ) {
    const body = JSON.stringify({ code: "internal error", message: prefix + message, line: 1 });
    await withServer([[500, body]], async ({ address, seen }) => {
      await assert.rejects(async () => await (await open(address)).send(line), {
        name: "BatchRefusedError",
        message,
      });
      assert.equal(seen.length, 1);
    });
  }
});

Deno.test("send() reports a refused login, and does not retry", async () => {
  for (const status of [401, 403]) {
    await withServer([[status, "Unauthorized"]], async ({ address, seen }) => {
      const transport = await open(address, "username=ada;password=s3cret;");
      await assert.rejects(transport.send(line), (error: Error) => {
        assert.ok(error instanceof UnavailableError);
        assert.match(
          error.message,
          /refused the login; check the user and token in QDB_CLIENT_CONF/,
        );
        assert.ok(error.message.includes(address));
        return true;
      });
      assert.equal(seen.length, 1);
    });
  }
});

Deno.test("send() retries with the same bytes while QuestDB is busy", async () => {
  await withServer([[500, "busy"], [503, "busy"], [204]], async ({ address, seen }) => {
    await (await open(address, "retry_timeout=5000;")).send(line);
    assert.deepEqual(seen.map(({ body }) => body), Array(3).fill("t a=1i 1t\n"));
  });
});

Deno.test("send() gives up after retry_timeout, and says why and what to do", async () => {
  const body = JSON.stringify({ code: "internal", message: "no space left on device" });
  await withServer([[500, body]], async ({ address, seen }) => {
    const started = performance.now();
    await assert.rejects(async () => await (await open(address)).send(line), (error: Error) => {
      assert.ok(error instanceof UnavailableError);
      const { service, address: at, message } = error as UnavailableError;
      assert.deepEqual([service, at], ["QuestDB", address]);
      assert.match(
        message,
        /^Cannot write to QuestDB at 127\.0\.0\.1:\d+: no space left on device\. /,
      );
      assert.match(message, /See: deno task status, deno task logs questdb/);
      return true;
    });
    assert.ok(performance.now() - started >= 200);
    assert.ok(seen.length > 1);
  });
});

Deno.test("send() waits for a QuestDB that is not up yet", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const transport = await open(`127.0.0.1:${port}`, "retry_timeout=10000;");
  const sent = transport.send(line);
  await new Promise((resolve) => setTimeout(resolve, 300));
  let body = "";
  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, async (request) => {
    body = await request.text();
    return new Response(null, { status: 204 });
  });
  await sent;
  assert.equal(body, "t a=1i 1t\n");
  await server.shutdown();
});

Deno.test("send() stops waiting when the signal aborts", async () => {
  await withServer([[500, "busy"]], async ({ address }) => {
    const stop = new AbortController();
    const endpoint = { conf: `http::addr=${address};retry_timeout=60000;`, pg };
    const transport = await openTransport(endpoint, { signal: stop.signal });
    const started = performance.now();
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(transport.send(line), UnavailableError);
    assert.ok(performance.now() - started < 10_000);
  });
});

Deno.test("no secret of the configuration appears in a message", async () => {
  const echo = "user ada with s3;cret and tok3n";
  for (const status of [400, 401, 500]) {
    await withServer([[status, echo]], async ({ address }) => {
      for (const login of ["username=ada;password=s3;;cret;", "token=tok3n;"]) {
        const transport = await open(address, `${login}retry_timeout=100;`);
        await assert.rejects(transport.send(line), (error: Error) => {
          assert.ok(
            !error.message.includes(login.startsWith("token") ? "tok3n" : "s3;cret"),
            error.message,
          );
          assert.ok(!Deno.inspect(error).includes(login.startsWith("token") ? "tok3n" : "s3;cret"));
          return true;
        });
      }
    });
  }
});

Deno.test("openTransport() reports a wrong configuration without its secrets", async () => {
  await assert.rejects(open("127.0.0.1:1", "password=s3cret;bogus=s3cret;"), (error: Error) => {
    assert.ok(error instanceof UnavailableError);
    assert.match(error.message, /^Cannot use QDB_CLIENT_CONF for 127\.0\.0\.1:1: .*bogus/);
    assert.ok(!error.message.includes("s3cret"));
    return true;
  });
});

Deno.test("send() says at once that QuestDB's disk is full", async () => {
  // QuestDB 9.3.4's answer on a full tmpfs.
  const full = JSON.stringify({
    code: "internal error",
    message: "failed to parse line protocol:errors encountered on line(s):" +
      "write error: trips, errno: 28, error: No space left [size=3145728, fd=779536564561]",
    errorId: "8b1c0a5ae5f5-4",
  });
  await withServer([[500, full]], async ({ address, seen }) => {
    await assert.rejects(async () => await (await open(address)).send(line), (error: Error) => {
      assert.ok(error instanceof UnavailableError);
      assert.match(error.message, /its disk is full\. Free some space, then try again$/);
      return true;
    });
    assert.equal(seen.length, 1);
  });
});

Deno.test("send() follows QuestDB to another address, and tells a person about it", async () => {
  await withServer([[204]], async ({ address, seen }) => {
    const lines: string[] = [];
    const outages = new Outages((line) => void lines.push(line), { firstAfter: 1 });
    using _held = outages.holds(() => "7 records of t read and not yet committed");
    const moved = { conf: `http::addr=${address};`, pg };
    const transport = await openTransport({ conf: "http::addr=127.0.0.1:1;", pg }, {
      outages,
      patience: Infinity,
      find: () => Promise.resolve(lines.length > 0 ? moved : undefined),
    });
    await transport.send(line);
    assert.equal(seen.length, 1);
    assert.deepEqual(lines, [
      "QuestDB at 127.0.0.1:1 is not available: connection refused. " +
      "Waiting for it: 7 records of t read and not yet committed, 1 request",
      `QuestDB at ${address} is back after 0 s`,
    ]);
  });
});

Deno.test("send() does not wait for an answer long after the signal aborts", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }); // answers nothing
  const { port } = listener.addr as Deno.NetAddr;
  const accepted = listener.accept();
  const stop = new AbortController();
  const transport = await openTransport({ conf: `http::addr=127.0.0.1:${port};`, pg }, {
    signal: stop.signal,
  });
  const sent = transport.send(line);
  const connection = await accepted;
  stop.abort();
  await assert.rejects(sent, { name: "AbortError" });
  connection.close();
  listener.close();
});
