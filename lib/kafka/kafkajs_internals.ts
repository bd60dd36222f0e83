/**
 * The parts of kafkajs 2.2.4 below its public API: connections, metadata, the group protocol. No
 * other file imports from `kafkajs/src`.
 *
 * Our producer and consumer stand on these parts because kafkajs's own copy each message several
 * times and lose track of fetches during a rebalance (kafkajs issue 1720). 2.2.4 is its last release
 * and pinned, so they do not move; `kafkajs_members_test.ts` names what would break.
 */
import type { Buffer } from "node:buffer";
import kafkajs, { type ISocketFactory, type Logger } from "kafkajs";
import type { TlsOptions } from "../tls.ts";
import KafkajsCluster from "kafkajs/src/cluster/index.js";
import Connection from "kafkajs/src/network/connection.js";
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";
import makeSocketFactory from "kafkajs/src/network/socketFactory.js";

/** Reads and writes the primitive types of Kafka's protocol. */
export { default as Decoder } from "kafkajs/src/protocol/decoder.js";
export { default as Encoder } from "kafkajs/src/protocol/encoder.js";
/** The error for one of Kafka's error codes: its name, and whether a retry may succeed. */
export { createErrorFromCode } from "kafkajs/src/protocol/error.js";

/** Kafka's error code for a batch that is larger than the topic takes. */
export const MESSAGE_TOO_LARGE = 10;
/** Kafka's error code while a partition has no leader. */
export const LEADER_NOT_AVAILABLE = 5;
/** A fetch request, version 11. */
export { default as fetchV11 } from "kafkajs/src/protocol/requests/fetch/v11/request.js";

// After each response kafkajs schedules a timer with a negative delay, and the runtime warns on
// stderr. The timer only serves pending requests, so it is not needed if there are none.
const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }) {
  if (this.pending.length > 0) schedule.call(this);
};

// If the broker is killed in the middle of a response, kafkajs keeps the half it received and reads
// the next connection's bytes as the rest: requests made there are never answered.
const connect = Connection.prototype.connect;
Connection.prototype.connect = function (
  this: { isConnected(): boolean; chunks: Buffer[]; bytesBuffered: number; bytesNeeded: number },
) {
  if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: 4 });
  return connect.call(this);
};

// If the broker is killed before it answers, kafkajs forgets the failure and reads fields of null: a
// TypeError in place of one that is retried.
const metadata = KafkajsCluster.prototype.metadata;
KafkajsCluster.prototype.metadata = async function (this: Cluster, topics: object) {
  const found = await metadata.call(this, topics);
  if (found === null) throw new kafkajs.KafkaJSConnectionError("Connection closed");
  return found;
};

/** Opens the socket of a connection. */
export const openSocket: ISocketFactory = makeSocketFactory();

/** A request as a connection sends it, and how its response is read. */
export interface Exchange<T> {
  request: {
    apiKey: number;
    apiVersion: number;
    apiName: string;
    encode(): Promise<{ buf: Buffer; buffer: Buffer; size(): number }>;
  };
  response: { decode(raw: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<T> };
  requestTimeout?: number;
}

/** Offsets by topic and partition, as kafkajs passes them: decimal text. */
export interface TopicOffsetList {
  topic: string;
  partitions: { partition: number; offset: string; metadata?: string | null }[];
}

/** One broker, with the requests that we make. */
export interface Broker {
  connectionPool: { send<T>(exchange: Exchange<T>): Promise<T> };
  /** The versions of each request that it answers; null before it is connected. */
  versions: Record<number, { minVersion: number; maxVersion: number }> | null;
  isConnected(): boolean;
  /** Of all topics if none is named. */
  metadata(topics: string[]): Promise<{ topicMetadata: { topic: string }[] }>;
  describeConfigs(request: {
    includeSynonyms: boolean;
    resources: { type: number; name: string; configNames: string[] }[];
  }): Promise<
    { resources: { configEntries: { configName: string; configValue: string | null }[] }[] }
  >;
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    groupProtocols: { name: string; metadata: Buffer }[];
  }): Promise<{
    generationId: number;
    leaderId: string;
    memberId: string;
    members: { memberId: string; memberMetadata: Buffer }[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(
    request: { groupId: string; groupGenerationId: number; memberId: string },
  ): Promise<void>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<void>;
  offsetCommit(
    request: {
      groupId: string;
      groupGenerationId: number;
      memberId: string;
      topics: TopicOffsetList[];
    },
  ): Promise<void>;
  offsetFetch(request: {
    groupId: string;
    topics: { topic: string; partitions: { partition: number }[] }[];
  }): Promise<{ responses: TopicOffsetList[] }>;
}

/** Connections to all brokers, and the metadata of topics and groups. */
export interface Cluster {
  brokerPool: {
    /** Any broker that is connected, the first one connected now if none is. */
    findConnectedBroker(): Promise<Broker>;
  };
  /** The topics whose metadata it keeps. */
  targetTopics: Set<string>;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  findBroker(node: { nodeId: number }): Promise<Broker>;
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<TopicOffsetList[]>;
}

/** Options for {@linkcode makeCluster}: addresses, login, time limits. Times are in milliseconds. */
export interface ClusterOptions {
  logger: Logger;
  socketFactory: unknown;
  brokers: string[] | (() => Promise<string[]>);
  ssl?: true | TlsOptions;
  sasl?: unknown;
  clientId: string;
  connectionTimeout: number;
  requestTimeout: number;
  enforceRequestTimeout: boolean;
  metadataMaxAge: number;
  allowAutoTopicCreation: boolean;
  isolationLevel: number;
  retry: { retries: number; initialRetryTime: number; maxRetryTime: number };
}

/** Makes a cluster; nothing is connected until `connect()`. */
export function makeCluster(options: ClusterOptions): Cluster {
  return new KafkajsCluster(options);
}
