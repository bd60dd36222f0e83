import type { Buffer } from "node:buffer";
import { Decoder, Encoder, type Exchange } from "../kafkajs_internals.ts";

/** Kafka's error code for a topic that does not exist. */
const UNKNOWN_TOPIC = 3;

/**
 * A metadata request, version 12, for the ids of topics: a topic that is deleted and made again has
 * another id. kafkajs ends at version 6, which has none. Brokers since 2.8 answer it. It is one of the
 * protocol's "flexible" versions: header, arrays and structures end in tagged fields, none of them used.
 * Source: https://kafka.apache.org/protocol#The_Messages_Metadata
 *
 * @returns The ids by topic, as Kafka's own tools print them (base64url of 16 bytes); topics that do not exist are
 * left out.
 */
export function topicIdsRequest(topics: readonly string[]): Exchange<Map<string, string>> {
  const noTags = 0;
  const wanted = (topic: string) =>
    new Encoder().writeInt64(0).writeInt64(0).writeUVarIntString(topic).writeUVarInt(noTags);
  function encode() {
    return Promise.resolve(
      new Encoder().writeUVarInt(noTags) // ends the header, which is kafkajs's
        .writeUVarIntArray(topics.map(wanted))
        .writeBoolean(false) // do not create them
        .writeBoolean(false) // nor tell what we may do with them
        .writeUVarInt(noTags),
    );
  }
  function decode(raw: Buffer) {
    const decoder = new Decoder(raw);
    decoder.readTaggedFields(); // ends the header
    const clientSideThrottleTime = decoder.readInt32();
    decoder.readUVarIntArray(skipBroker);
    decoder.readUVarIntString(); // cluster id
    decoder.readInt32(); // controller
    const ids = new Map<string, string>();
    decoder.readUVarIntArray(() => {
      const errorCode = decoder.readInt16();
      const topic = decoder.readUVarIntString() ?? "";
      const id = decoder.readBytes(16)!.toString("base64url");
      decoder.readBoolean(); // Kafka's own
      decoder.readUVarIntArray(skipPartition);
      decoder.readInt32(); // what we may do with it
      decoder.readTaggedFields();
      if (errorCode !== UNKNOWN_TOPIC) ids.set(topic, id);
    });
    return Promise.resolve({ ids, clientSideThrottleTime });
  }
  return {
    request: { apiKey: 3, apiVersion: 12, apiName: "Metadata", encode },
    response: {
      decode,
      parse: (decoded) => Promise.resolve((decoded as { ids: Map<string, string> }).ids),
    },
  };
}

function skipBroker(decoder: Decoder): void {
  decoder.readInt32(); // id
  decoder.readUVarIntString(); // host
  decoder.readInt32(); // port
  decoder.readUVarIntString(); // rack
  decoder.readTaggedFields();
}

function skipPartition(decoder: Decoder): void {
  decoder.readInt16(); // error code
  decoder.readInt32(); // partition
  decoder.readInt32(); // leader
  decoder.readInt32(); // leader's epoch
  for (let lists = 3; lists > 0; lists--) { // replicas, those in sync, those offline
    decoder.readUVarIntArray((node: Decoder) => node.readInt32());
  }
  decoder.readTaggedFields();
}
