/**
 * Names what breaks if private parts of kafkajs move. It imports them one by one, so that a missing
 * one fails its own test and not this file.
 */
import assert from "node:assert/strict";
import kafkajs from "kafkajs";

const logger = new kafkajs.Kafka({ brokers: ["h:1"], logLevel: kafkajs.logLevel.NOTHING }).logger();

/** The members that we use of one of kafkajs's modules, and which of our features needs each. */
interface UsedModule {
  /** The object that must have the members. */
  // deno-lint-ignore no-explicit-any
  on: (module: any) => object;
  /** Feature by member. */
  members: Record<string, string>;
}

const opening = "openProducer(), consume() and readTopic(): opening connections";
const leaders = "openProducer(), consume() and readTopic(): finding each partition's leader";
const membership = "consume(): membership of the consumer group";
const committing = "consume(): committed offsets";
const ids = "consume() and committedOffsets(): topics that were deleted and made again";
const passing = "withPatience(): which failures are retried";
const halfResponse = "the patch that forgets the half response of a killed broker";
const noTimer = "the patch that keeps the runtime's warning about negative timers off stderr";
const producing = "openProducer(): the bytes of a produce request";
const reading = "openProducer() and consume(): reading responses";

const USED: Record<string, UsedModule> = {
  "cluster/index.js": {
    on: ({ default: Cluster }) => Cluster.prototype,
    members: {
      connect: opening,
      metadata: "the patch that names a broker that was killed before it answered",
      disconnect: "close() of the producer, stop() of the consumer",
      refreshMetadata: "openProducer() and consume(): a partition whose leader moved",
      refreshMetadataIfNecessary: "consume() and readTopic(): partitions added to a topic",
      addMultipleTargetTopics: leaders,
      findBroker: leaders,
      findTopicPartitionMetadata: leaders,
      findGroupCoordinator: membership,
      fetchTopicsOffset: "consume(): where a group starts that has committed nothing",
    },
  },
  "cluster/brokerPool.js": {
    on: ({ default: BrokerPool }) => BrokerPool.prototype,
    members: { findConnectedBroker: ids },
  },
  "broker/index.js": {
    on: ({ default: Broker }) =>
      new Broker({ connectionPool: { connectionTimeout: 1, host: "h", port: 1 }, logger }),
    members: {
      connectionPool: "openProducer(), consume() and readTopic(): sending our own requests",
      versions: ids,
      isConnected: membership,
      metadata: "listTopics()",
      describeConfigs: "openProducer(): how large a topic's batches may be",
      joinGroup: membership,
      syncGroup: membership,
      heartbeat: membership,
      leaveGroup: membership,
      offsetCommit: committing,
      offsetFetch: committing,
    },
  },
  "network/connectionPool.js": {
    on: ({ default: ConnectionPool }) => ConnectionPool.prototype,
    members: { send: "openProducer(), consume() and readTopic(): sending our own requests" },
  },
  "network/connection.js": {
    on: ({ default: Connection }) =>
      new Connection({ logger, host: "h", port: 1, requestTimeout: 1, clientId: "test" }),
    members: {
      connect: halfResponse,
      isConnected: halfResponse,
      chunks: halfResponse,
      bytesBuffered: halfResponse,
      bytesNeeded: halfResponse,
    },
  },
  "network/requestQueue/index.js": {
    on: ({ default: RequestQueue }) => new RequestQueue({ logger }),
    members: { scheduleCheckPendingRequests: noTimer, pending: noTimer },
  },
  "network/socketFactory.js": {
    on: (module) => module,
    members: { default: "connectKafka(): opening sockets without the warning of a listener leak" },
  },
  "protocol/decoder.js": {
    on: ({ default: Decoder }) => Decoder.prototype,
    members: {
      readInt16: reading,
      readInt32: reading,
      readInt64: reading,
      readString: reading,
      readBytes: reading,
      readBoolean: ids,
      readUVarIntString: ids,
      readUVarIntArray: ids,
      readTaggedFields: ids,
    },
  },
  "protocol/encoder.js": {
    on: ({ default: Encoder }) => new Encoder(),
    members: {
      writeInt16: producing,
      writeInt32: producing,
      writeString: producing,
      writeBytes: producing,
      writeInt64: ids,
      writeBoolean: ids,
      writeUVarInt: ids,
      writeUVarIntString: ids,
      writeUVarIntArray: ids,
      size: producing,
      buffer: producing,
    },
  },
  "protocol/error.js": {
    on: ({ createErrorFromCode }) => createErrorFromCode(3),
    members: {
      type: "kafkaCode(): the name of Kafka's error in messages",
      retriable: passing,
      code: passing,
    },
  },
  "protocol/requests/fetch/v11/request.js": {
    on: ({ default: fetchV11 }) => fetchV11({ topics: [] }),
    members: {
      apiKey: "consume() and readTopic(): fetch requests",
      apiVersion: "consume() and readTopic(): fetch requests",
      encode: "consume() and readTopic(): fetch requests",
    },
  },
  "errors.js": {
    on: ({ default: errors }) => errors,
    members: {
      KafkaJSConnectionError: passing,
      KafkaJSConnectionClosedError: passing,
      KafkaJSRequestTimeoutError: passing,
      KafkaJSBrokerNotFound: passing,
      KafkaJSLockTimeout: passing,
      KafkaJSMetadataNotLoaded: passing,
      KafkaJSTopicMetadataNotLoaded: passing,
      KafkaJSGroupCoordinatorNotFound: passing,
    },
  },
};

for (const [path, { on, members }] of Object.entries(USED)) {
  Deno.test(`kafkajs/src/${path} has the members that we use`, async () => {
    const features = [...new Set(Object.values(members))].join("; ");
    let object: object;
    try {
      object = on(await import(`kafkajs/src/${path}`));
    } catch (cause) {
      const text = `kafkajs/src/${path} moved or changed. It is needed for ${features}`;
      throw new Error(text, { cause });
    }
    for (const [member, feature] of Object.entries(members)) {
      assert.ok(
        member in object,
        `kafkajs/src/${path} lost ${member}. It is needed for ${feature}`,
      );
    }
  });
}

Deno.test("a fetch request of kafkajs is the version whose response we decode", async () => {
  const { fetchV11 } = await import("./kafkajs_internals.ts");
  const { apiKey, apiVersion, apiName } = fetchV11({ topics: [] } as never);
  assert.deepEqual([apiKey, apiVersion, apiName], [1, 11, "Fetch"]);
});

async function* sourceFiles(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourceFiles(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}

Deno.test("kafkajs/src is imported in kafkajs_internals.ts alone, and checked above", async () => {
  const room = import.meta.dirname!;
  const modules = new Map<string, string[]>();
  for await (const path of sourceFiles(room)) {
    const imports = (await Deno.readTextFile(path)).matchAll(/from "kafkajs\/src\/([^"]+)"/g);
    const found = [...imports].map((match) => match[1]!);
    if (found.length > 0) modules.set(path.slice(room.length + 1), found);
  }
  assert.deepEqual([...modules.keys()].sort(), ["kafkajs_internals.ts", "kafkajs_testing.ts"]);
  const unchecked = modules.get("kafkajs_internals.ts")!.filter((module) => !(module in USED));
  assert.deepEqual(unchecked, []);
});
