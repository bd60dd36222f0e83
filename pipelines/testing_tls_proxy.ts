/** For tests: TLS in front of the stack's QuestDB, whose open edition has none. */
import { questdbAddress, type QuestdbEndpoint } from "../lib/config.ts";
import { authorization } from "../lib/questdb/http.ts";
import type { Certificate } from "../lib/tls_testing.ts";

/** Options for {@linkcode openTlsProxy}. */
export interface TlsProxyOptions {
  /** What it shows. */
  certificate: Certificate;
  /** The `authorization` header that it wants over HTTP. */
  authorization: string;
  /** Whether the wire protocol offers TLS. @default true */
  pgTls?: boolean;
}

/** A running proxy, on localhost. */
export interface TlsProxy {
  http: number;
  pg: number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens HTTPS with a check of the login, and the wire protocol with TLS. */
export function openTlsProxy(questdb: QuestdbEndpoint, options: TlsProxyOptions): TlsProxy {
  const { certificate, pgTls = true } = options;
  const { cert, key } = certificate;
  const own = authorization(questdb.conf);
  const http = Deno.serve(
    { hostname: "localhost", port: 0, cert, key, onListen() {} },
    async (request) => {
      if (request.headers.get("authorization") !== options.authorization) {
        return new Response("Unauthorized", { status: 401 });
      }
      const { pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.delete("authorization");
      headers.delete("host");
      for (const [name, value] of Object.entries(own)) headers.set(name, value);
      return await fetch(`http://${questdbAddress(questdb)}${pathname}${search}`, {
        method: request.method,
        headers,
        body: request.method === "POST" ? await request.arrayBuffer() : null,
      });
    },
  );
  const open = new Set<Deno.Conn>();
  const join = async (from: Deno.Conn, to: Promise<Deno.Conn>) => {
    open.add(from);
    const other = await to;
    open.add(other);
    const ignore = () => {}; // either side may end first
    await Promise.all([
      from.readable.pipeTo(other.writable).catch(ignore),
      other.readable.pipeTo(from.writable).catch(ignore),
    ]);
    open.delete(from);
    open.delete(other);
  };
  // A client is asked to begin TLS inside its connection, which only a listener of its own can do.
  const tls = Deno.listenTls({ hostname: "localhost", port: 0, cert, key });
  const pg = Deno.listen({ hostname: "localhost", port: 0 });
  const serve = async (listener: Deno.Listener, handle: (from: Deno.Conn) => Promise<void>) => {
    const running: Promise<void>[] = [];
    for await (const from of listener) running.push(handle(from));
    await Promise.all(running);
  };
  const running = [
    serve(
      tls,
      (from) => join(from, Deno.connect({ hostname: questdb.pg.host, port: questdb.pg.port })),
    ),
    serve(pg, async (from) => {
      open.add(from);
      await from.read(new Uint8Array(8)); // SSLRequest
      await from.write(new TextEncoder().encode(pgTls ? "S" : "N"));
      if (pgTls) {
        return await join(from, Deno.connect({ hostname: "localhost", port: tls.addr.port }));
      }
      await from.read(new Uint8Array(64));
      open.delete(from);
      from.close();
    }),
  ];
  return {
    http: http.addr.port,
    pg: pg.addr.port,
    async [Symbol.asyncDispose]() {
      await http.shutdown();
      pg.close();
      tls.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // It has ended by itself.
        }
      }
      await Promise.allSettled(running);
    },
  };
}
