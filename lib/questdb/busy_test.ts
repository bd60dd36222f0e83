import assert from "node:assert/strict";
import { connectQuestdb } from "./client.ts";
import { whileBusy } from "./busy.ts";
import { askRest } from "./rest.ts";

const BUSY = "[0]: Metadata read timeout [src=reader, timeout=1000ms]";

Deno.test("whileBusy() repeats what QuestDB refuses because a table is busy, and nothing else", async () => {
  const busy = [
    BUSY,
    "Transaction read timeout [src=metadata, timeout=5000ms]",
    "table busy [reason=insert]",
    "could not lock, busy [table=`trades`]",
  ];
  for (const message of busy) {
    let calls = 0;
    const work = () => ++calls < 2 ? Promise.reject(new Error(message)) : Promise.resolve("answer");
    assert.equal(await whileBusy(work), "answer", message);
  }
  for (const message of ["table does not exist [table=x]", "timeout, query aborted"]) {
    let calls = 0;
    await assert.rejects(whileBusy(() => Promise.reject(new Error(`${message} ${++calls}`))));
    assert.equal(calls, 1, message);
  }
  const always = () => Promise.reject(new Error(BUSY));
  await assert.rejects(whileBusy(always, { attempts: 2 }), { message: BUSY });
});

Deno.test("a busy table does not fail a query over the wire", async () => {
  let asked = 0;
  using server = wireServer(() => ++asked < 2 ? refused(BUSY) : answered("42"));
  const db = connectQuestdb({
    conf: "http::addr=127.0.0.1:1;",
    pg: { ...server.address, user: "admin", password: "quest", database: "qdb" },
  });
  try {
    assert.deepEqual((await db.ask("select n from t")).rows, [{ n: "42" }]);
    assert.equal(asked, 2);
  } finally {
    await db.close();
  }
});

Deno.test("a busy table does not fail a query over REST", async () => {
  let asked = 0;
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () =>
      ++asked < 2
        ? Response.json({ error: BUSY, position: 0 }, { status: 400 })
        : Response.json({ columns: [{ name: "n", type: "INT" }], dataset: [[42]] }),
  );
  const conf = `http::addr=127.0.0.1:${server.addr.port};`;
  assert.deepEqual((await askRest({ conf }, "select n from t")).rows, [{ n: 42 }]);
  assert.equal(asked, 2);
});

/**
 * A server of the PostgreSQL protocol that answers each simple query with given messages.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
function wireServer(answer: () => Uint8Array[]) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const ready = message("Z", text("I"));
  const serve = async (connection: Deno.Conn) => {
    const buffer = new Uint8Array(4096);
    let started = false;
    for (let size; (size = await connection.read(buffer)) !== null;) {
      if (!started) await send(connection, [message("R", new Uint8Array(4)), ready]);
      else if (buffer[0] === "Q".charCodeAt(0)) await send(connection, [...answer(), ready]);
      started = size > 0;
    }
    connection.close();
  };
  (async () => {
    for await (const connection of listener) serve(connection).catch(console.error);
  })();
  return {
    address: { host: "127.0.0.1", port: listener.addr.port },
    [Symbol.dispose]: () => listener.close(),
  };
}

async function send(connection: Deno.Conn, messages: Uint8Array[]): Promise<void> {
  for (const bytes of messages) await connection.write(bytes);
}

const text = (of: string) => new TextEncoder().encode(of);

function message(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + body.length);
  bytes[0] = type.charCodeAt(0);
  new DataView(bytes.buffer).setInt32(1, 4 + body.length);
  bytes.set(body, 5);
  return bytes;
}

function refused(reason: string): Uint8Array[] {
  return [message("E", text(`SERROR\0C00000\0M${reason}\0\0`))];
}

/** One row with one text column `n`. */
function answered(value: string): Uint8Array[] {
  const column = [0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0];
  return [
    message("T", new Uint8Array([0, 1, ...text("n\0"), ...column])),
    message("D", new Uint8Array([0, 1, 0, 0, 0, value.length, ...text(value)])),
    message("C", text("SELECT 1\0")),
  ];
}
