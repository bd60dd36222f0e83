/** Whether an engine answers, asked in its own protocol: a port may be open long before. */
import { questdbAddress, type QuestdbEndpoint } from "../config.ts";
import { messageOf } from "../errors.ts";

/** Longest wait for one answer, milliseconds. */
const PATIENCE = 2_000;

/** Either the engine answers, or why it does not. */
export type Health = { up: true; version: string | null } | { up: false; reason: string };

/**
 * Asks a Kafka broker which brokers serve (Metadata v1 without topics), so that one that still
 * fences itself is not up. An encrypted or guarded one is only connected to.
 *
 * The protocol: https://kafka.apache.org/protocol#The_Messages_Metadata
 *
 * @param address `host:port` of a bootstrap server.
 * @returns Its health; the protocol does not tell a version.
 */
export async function kafkaHealth(address: string, { guarded = false } = {}): Promise<Health> {
  let late;
  let connection: Deno.TcpConn | undefined;
  try {
    const answer = (async () => {
      connection = await Deno.connect(splitAddress(address, 9092));
      if (guarded) return 1;
      const clientId = new TextEncoder().encode("tributary");
      const request = new DataView(new ArrayBuffer(18 + clientId.length));
      request.setInt32(0, request.byteLength - 4);
      request.setInt16(4, 3); // API key: Metadata
      request.setInt16(6, 1); // version
      request.setInt32(8, 1); // correlation id
      request.setInt16(12, clientId.length);
      new Uint8Array(request.buffer).set(clientId, 14);
      request.setInt32(14 + clientId.length, 0); // no topics
      await connection.write(new Uint8Array(request.buffer));
      const response = new DataView(new ArrayBuffer(12));
      for (let filled = 0; filled < 12;) {
        const read = await connection.read(new Uint8Array(response.buffer, filled));
        if (read === null) throw new Error("it closed the connection: is it a Kafka broker?");
        filled += read;
      }
      if (response.getInt32(4) !== 1) throw new Error("it does not speak Kafka's protocol");
      return response.getInt32(8); // how many brokers follow
    })();
    const timeout = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error("no answer in 2 s")), PATIENCE);
    });
    const brokers = await Promise.race([answer, timeout]);
    return brokers > 0 ? { up: true, version: null } : { up: false, reason: "it is starting" };
  } catch (error) {
    return { up: false, reason: reasonOf(error) };
  } finally {
    clearTimeout(late);
    connection?.close();
  }
}

/**
 * Asks a QuestDB for its build over REST.
 *
 * @param endpoint Its configuration string, with the credentials that the server wants.
 */
export async function questdbHealth(endpoint: Pick<QuestdbEndpoint, "conf">): Promise<Health> {
  const { conf } = endpoint;
  const option = (name: string) => new RegExp(`(?:::|;)${name}=([^;]*)`).exec(conf)?.[1];
  const username = option("username");
  const token = option("token");
  const authorization = token
    ? `Bearer ${token}`
    : username
    ? `Basic ${btoa(`${username}:${option("password") ?? ""}`)}`
    : undefined;
  const address = questdbAddress({ conf });
  const protocol = conf.startsWith("https::") ? "https" : "http";
  try {
    const response = await fetch(`${protocol}://${address}/exec?query=select%20build`, {
      headers: authorization ? { authorization } : {},
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (!response.ok) return { up: false, reason: `HTTP ${response.status}` };
    return { up: true, version: /QuestDB ([\w.-]+)/.exec(text)?.[1] ?? null };
  } catch (error) {
    return { up: false, reason: reasonOf(error) };
  }
}

/** `host:port` in parts; IPv6 in brackets. */
export function splitAddress(address: string, port: number): { hostname: string; port: number } {
  const [, hostname, given] = /^(.*?)(?::(\d+))?$/.exec(address)!;
  return { hostname: hostname!.replace(/^\[|\]$/g, ""), port: Number(given ?? port) };
}

function reasonOf(error: unknown): string {
  const text = messageOf(error);
  return /refused/i.test(text) ? "connection refused" : text;
}
