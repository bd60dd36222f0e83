import assert from "node:assert/strict";
import { UnavailableError, UsageError } from "../errors.ts";
import { type ConnectClient, connectClient, ConnectorFailedError } from "./client.ts";
import { ConnectRefusedError } from "./requests.ts";

/** An answer of the scripted server: a status and a body. */
type Answer = [status: number, body: unknown];
/** What it answers to `GET /connectors`; a list is used up, its last answer stays. */
type Script = Record<string, Answer | Answer[]>;

const NOT_READY: Answer = [404, { error_code: 404, message: "HTTP 404 Not Found" }];
const PLUGIN = "io.debezium.connector.postgresql.PostgresConnector";
const PLUGINS: Answer = [200, [{ class: PLUGIN, type: "source", version: "3.7.0.Final" }]];
const running = (
  name: string,
  tasks: object[] = [{ id: 0, state: "RUNNING", worker_id: "w:1" }],
) => ({
  [name]: {
    status: { name, connector: { state: "RUNNING", worker_id: "w:1" }, tasks },
    info: { config: { "connector.class": PLUGIN } },
  },
});
const TRACE = "org.apache.kafka.connect.errors.ConnectException: An exception occurred\n" +
  "\tat io.debezium.X.run(X.java:1)\nCaused by: org.postgresql.util.PSQLException: no such slot\n\t... 3 more";
const FAILED = running("shop", [{ id: 0, state: "FAILED", worker_id: "w:1", trace: TRACE }]);

async function withConnect(
  script: Script,
  test: (client: ConnectClient, asked: string[]) => Promise<void>,
  patience = 2_000,
): Promise<void> {
  const asked: string[] = [];
  const left = new Map(
    Object.entries(script).map(([at, answers]) => [
      at,
      (Array.isArray(answers[0]) ? [...answers] : [answers]) as Answer[],
    ]),
  );
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname, search } = new URL(request.url);
    const at = `${request.method} ${pathname}${search}`;
    asked.push(at);
    const answers = left.get(at) ?? [[404, { error_code: 404, message: `no answer to ${at}` }]];
    const [status, body] = answers.length > 1 ? answers.shift()! : answers[0]!;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(status === 204 ? null : text, { status });
  });
  try {
    const url = `http://127.0.0.1:${server.addr.port}`;
    await test(connectClient({ url }, { patience }), asked);
  } finally {
    await server.shutdown();
  }
}
const LIST = "GET /connectors?expand=status&expand=info";

Deno.test("list() waits for a worker that is starting or rebalancing", async () => {
  const busy: Answer = [409, { error_code: 409, message: "rebalance" }];
  await withConnect(
    { [LIST]: [NOT_READY, busy, [200, running("shop")]] },
    async (client, asked) => {
      assert.deepEqual((await client.list()).map(({ name, state }) => [name, state]), [
        ["shop", "RUNNING"],
      ]);
      assert.equal(asked.length, 3);
    },
  );
});

Deno.test("list() says what a worker that does not become ready says", async () => {
  const busy: Answer = [409, { error_code: 409, message: "stale configuration" }];
  for (
    const [answer, text] of [[NOT_READY, /is starting, for 0\.2 s/], [
      busy,
      /stale config/,
    ]] as const
  ) {
    await withConnect({ [LIST]: answer }, async (client) => {
      await assert.rejects(client.list(), (error: Error) => {
        assert.ok(error instanceof UnavailableError);
        assert.match(error.message, text);
        return true;
      });
    }, 200);
  }
});

Deno.test("list() shows a failed task, not RUNNING, and why it failed in one line", async () => {
  await withConnect({ [LIST]: [200, FAILED] }, async (client) => {
    const [one] = await client.list();
    assert.equal(one!.state, "FAILED");
    assert.equal(one!.connector, "RUNNING");
    assert.equal(
      one!.failure,
      "ConnectException: An exception occurred: PSQLException: no such slot",
    );
    assert.equal(one!.tasks[0]!.trace, TRACE);
    await assert.rejects(client.untilRunning("shop"), (error: Error) => {
      assert.ok(error instanceof ConnectorFailedError);
      assert.match(error.message, /shop failed: .*no such slot\. .*connect status shop/);
      return true;
    });
  });
});

Deno.test("untilRunning() waits for the task, not only for the connector", async () => {
  const steps: Answer[] = [[200, {}], [200, running("shop", [])], [200, running("shop")]];
  await withConnect({ [LIST]: steps }, async (client, asked) => {
    assert.equal((await client.untilRunning("shop")).state, "RUNNING");
    assert.equal(asked.length, 3);
  });
  await withConnect({ [LIST]: [200, running("shop", [])] }, async (client) => {
    await assert.rejects(client.untilRunning("shop", { within: 150 }), /it is NO TASKS/);
  });
});

Deno.test("an unknown connector is named with those that it may mean", async () => {
  await withConnect(
    { [LIST]: [200, { ...running("shop"), ...running("me_shop") }] },
    async (client) => {
      for (const work of [() => client.status("shpo"), () => client.config("shpo")]) {
        await assert.rejects(work, (error: Error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, /"shpo": did you mean shop/);
          return true;
        });
      }
      await assert.rejects(client.pause("zzzzzzzz"), /there are me_shop, shop/);
    },
  );
  await withConnect({ [LIST]: [200, {}] }, async (client) => {
    await assert.rejects(client.restart("shop"), /there are none. Make one/);
  });
});

Deno.test("create() names a plugin that is not there, and those that are", async () => {
  await withConnect({ "GET /connector-plugins": PLUGINS }, async (client) => {
    await assert.rejects(
      client.create("a", { "connector.class": "io.debezium.MySqlConnector" }),
      /no plugin io\.debezium\.MySqlConnector.*The plugins are io\.debezium\.connector\.postgresql/,
    );
    await assert.rejects(
      client.create("a", { "connector.class": "io.debezium.PostgressConnector" }),
      /did you mean PostgresConnector\?/,
    );
    await assert.rejects(client.create("a", {}), /connector\.class is missing. The plugins are/);
  });
});

Deno.test("create() names each setting that is wrong, and creates nothing", async () => {
  const value = (name: string, ...errors: string[]) => ({ value: { name, errors } });
  const check = `PUT /connector-plugins/${PLUGIN}/config/validate`;
  const found = {
    configs: [value("a"), value("topic.prefix", "A value is required"), value("b", "no", "no")],
  };
  const script: Script = { "GET /connector-plugins": PLUGINS, [check]: [200, found] };
  await withConnect(script, async (client, asked) => {
    await assert.rejects(client.create("x", { "connector.class": PLUGIN }), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(
        error.message,
        "Cannot create x: 2 settings are wrong\n  topic.prefix: A value is required\n  b: no",
      );
      return true;
    });
    assert.ok(!asked.includes("PUT /connectors/x/config"));
  });
});

Deno.test("other answers are errors with the server's reason", async () => {
  await withConnect(
    { "GET /connector-plugins": [500, { message: "it broke" }] },
    async (client) => {
      await assert.rejects(client.plugins(), (error: Error) => {
        assert.ok(error instanceof ConnectRefusedError);
        assert.equal(error.message, "Cannot list plugins: it broke");
        return true;
      });
    },
  );
  await withConnect({ "GET /connector-plugins": [200, "<html>"] }, async (client) => {
    await assert.rejects(client.plugins(), /it is another server/);
  });
  await withConnect({ "GET /connector-plugins": [401, ""] }, async (client) => {
    await assert.rejects(client.plugins(), /refuses the login \(HTTP 401\)/);
  });
});

Deno.test("a Connect that does not answer is named with the command that starts it", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const client = connectClient({ url: `http://127.0.0.1:${port}` });
  await assert.rejects(client.list(), (error: Error) => {
    assert.ok(error instanceof UnavailableError);
    assert.match(error.message, /does not answer: connection refused\. .*up --with connect/);
    return true;
  });
});

Deno.test("delete() stops the connector, forgets what it had read, and waits until it is gone", async () => {
  const stopped = running("shop", []);
  stopped.shop!.status.connector.state = "STOPPED";
  const script: Script = {
    "PUT /connectors/shop/stop": [204, ""],
    [LIST]: [[200, running("shop")], [200, stopped], [200, stopped], [200, {}]],
    "DELETE /connectors/shop/offsets": [200, { message: "reset" }],
    "DELETE /connectors/shop": [204, ""],
  };
  await withConnect(script, async (client, asked) => {
    await client.delete("shop");
    const changes = asked.filter((at) => !at.startsWith("GET"));
    assert.deepEqual(changes, [
      "PUT /connectors/shop/stop",
      "DELETE /connectors/shop/offsets",
      "DELETE /connectors/shop",
    ]);
  });
});

Deno.test("restart() refuses a connector that is paused, as it would wait for it in vain", async () => {
  const paused = running("shop", [{ id: 0, state: "PAUSED", worker_id: "w:1" }]);
  paused.shop!.status.connector.state = "PAUSED";
  await withConnect({ [LIST]: [200, paused] }, async (client, asked) => {
    await assert.rejects(client.restart("shop"), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /it is paused, .* deno task connect resume shop/);
      return true;
    });
    assert.deepEqual(asked.filter((at) => at.startsWith("POST")), []);
  });
});
