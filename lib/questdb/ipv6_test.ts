/** An IPv6 address works for rows, REST and SQL: each package reads addresses in its own way. */
import assert from "node:assert/strict";
import { connectQuestdb } from "./client.ts";
import { askRest } from "./rest.ts";
import { openSender } from "./sender.ts";
import { openTransport } from "./transport.ts";

const pg = { host: "::1", port: 1, user: "u", password: "p", database: "d" };
const ignore = !hasIpv6();

Deno.test({ name: "an IPv6 address takes rows and queries over HTTP", ignore }, async () => {
  const seen: string[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "::1", onListen() {} },
    ({ url, headers }) => {
      const { pathname } = new URL(url);
      seen.push(`${pathname} ${headers.get("host")} ${headers.get("authorization")}`);
      if (pathname === "/settings") {
        return Response.json({ config: { "line.proto.support.versions": [1, 2] } });
      }
      return pathname === "/write" ? new Response(null, { status: 204 }) : Response.json({});
    },
  );
  const host = `[::1]:${server.addr.port}`;
  const login = `Basic ${btoa("u:a;b")}`;
  for (const more of ["", "stdlib_http=on;"]) {
    const conf = `http::addr=${host};username=u;password=a;;b;${more}`;
    const sender = await openSender({ conf });
    await sender.table("t").intColumn("a", 1).atNow();
    await sender.flush();
    await sender.close();
    assert.deepEqual(seen.splice(0), [`/settings ${host} null`, `/write ${host} ${login}`]);
  }
  const conf = `http::addr=${host};username=u;password=a;;b;`;
  await (await openTransport({ conf, pg })).send(new TextEncoder().encode("t a=1i 1t\n"));
  await askRest({ conf }, "select 1");
  assert.deepEqual(seen, [`/write ${host} ${login}`, `/exec ${host} ${login}`]);
});

Deno.test({ name: "an IPv6 address is asked over the wire", ignore }, async () => {
  using listener = Deno.listen({ port: 0, hostname: "::1" });
  const { port } = listener.addr;
  const answered = refuse(listener);
  const db = connectQuestdb({ conf: "http::addr=[::1];", pg: { ...pg, port } });
  await assert.rejects(db.run("select 1"), {
    message: `Cannot log in to QuestDB at [::1]:${port}: it refused the user or password. ` +
      "Check QDB_CLIENT_USER and QDB_CLIENT_PASSWORD",
  });
  await db.close();
  await answered;
});

/** Answers one connection as QuestDB does to a wrong login. */
async function refuse(listener: Deno.TcpListener): Promise<void> {
  using connection = await listener.accept();
  await connection.read(new Uint8Array(1000));
  const fields = "SFATAL\0C00000\0Minvalid username/password\0\0";
  const answer = new TextEncoder().encode(`E\0\0\0\0${fields}`);
  new DataView(answer.buffer).setInt32(1, answer.length - 1);
  await connection.write(answer);
}

function hasIpv6(): boolean {
  try {
    Deno.listen({ port: 0, hostname: "::1" }).close();
    return true;
  } catch {
    return false; // a machine or container without IPv6
  }
}
