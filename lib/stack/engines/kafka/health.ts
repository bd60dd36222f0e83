import { splitAddress } from "../../../address.ts";
import { down, type Health, PATIENCE } from "../../health.ts";

/**
 * Asks a Kafka broker for the brokers that serve (Metadata version 2, no topics): one that accepts
 * connections but is still fenced is not up.
 *
 * The messages: https://kafka.apache.org/protocol#The_Messages_Metadata
 *
 * @param address `host:port`.
 * @returns Its health, with the cluster's id.
 */
export async function kafkaHealth(address: string): Promise<Health> {
  let connection: Deno.TcpConn | undefined;
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error("timeout")), PATIENCE);
  const ask = async (): Promise<Health> => {
    connection = await Deno.connect(splitAddress(address, 9092));
    await connection.write(metadataRequest());
    const size = new DataView((await readFully(connection, 4)).buffer).getInt32(0);
    // An alert of TLS (RFC 8446, 5.1): type 21, then version 3.x.
    if (size >>> 16 === 0x1503) throw new Error("it wants TLS: set KAFKA_SSL or KAFKA_SSL_CA");
    // A server of another protocol answers with text, which would be a size of a gigabyte.
    if (size < 16 || size > 1_000_000) throw new Error("it does not speak Kafka's protocol");
    return readMetadata(await readFully(connection, size));
  };
  try {
    return await Promise.race([ask(), timeout.promise]);
  } catch (error) {
    return down(error);
  } finally {
    clearTimeout(timer);
    connection?.close();
  }
}

function metadataRequest(): Uint8Array {
  const clientId = new TextEncoder().encode("tributary");
  const bytes = new Uint8Array(18 + clientId.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, bytes.length - 4);
  view.setInt16(4, 3); // API key: Metadata
  view.setInt16(6, 2); // version
  view.setInt32(8, 1); // correlation id
  view.setInt16(12, clientId.length);
  bytes.set(clientId, 14); // then an empty list of topics: four zeros
  return bytes;
}

async function readFully(connection: Deno.Conn, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  for (let filled = 0; filled < size;) {
    const read = await connection.read(bytes.subarray(filled));
    if (read === null) {
      throw new Error(
        "it closed the connection: it is no Kafka broker, or wants a login (KAFKA_SASL_USERNAME)",
      );
    }
    filled += read;
  }
  return bytes;
}

function readMetadata(bytes: Uint8Array<ArrayBuffer>): Health {
  const view = new DataView(bytes.buffer);
  let at = 4; // after the correlation id
  const int32 = () => view.getInt32((at += 4) - 4);
  const string = () => {
    const length = view.getInt16(at);
    at += 2;
    if (length < 0) return null;
    return new TextDecoder().decode(bytes.subarray(at, at += length));
  };
  const brokers = int32();
  for (let i = 0; i < brokers; i++) {
    int32(); // node id
    string(); // host
    int32(); // port
    string(); // rack
  }
  if (brokers === 0) return { up: false, reason: "it is starting" };
  return { up: true, version: null, id: string() };
}
