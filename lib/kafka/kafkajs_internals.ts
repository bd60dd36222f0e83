/**
 * The parts of kafkajs 2.2.4 below its public face: connections, metadata, the group protocol. Our
 * producer and consumer stand on these, because the public ones copy each message several times and
 * lose track of fetches in a rebalance (kafkajs issue 1720). 2.2.4 is its last release and pinned,
 * so these do not move.
 */
import type { Buffer } from "node:buffer";
import ClusterClass from "kafkajs/src/cluster/index.js";
import Connection from "kafkajs/src/network/connection.js";
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";
import type { Logger } from "kafkajs";

// kafkajs schedules a timer with a negative delay after each response, and the runtime warns on
// stderr. Nothing waits for that timer where nothing is pending.
const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }) {
  if (this.pending.length > 0) schedule.call(this);
};

// kafkajs keeps what it has of a half response when the broker is killed, and reads the next
// connection's bytes as its rest: what is asked then is never answered.
const connect = Connection.prototype.connect;
Connection.prototype.connect = function (
  this: { isConnected(): boolean; chunks: Buffer[]; bytesBuffered: number; bytesNeeded: number },
) {
  if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: 4 });
  return connect.call(this);
};

/** A request as the connection sends it, and how its response is read. */
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

interface PartitionOffsets {
  topic: string;
  partitions: { partition: number; offset: string }[];
}

/** One broker: the requests that we make of it. */
export interface Broker {
  nodeId: string;
  connectionPool: { send<T>(exchange: Exchange<T>): Promise<T> };
  isConnected(): boolean;
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
      topics: PartitionOffsets[];
    },
  ): Promise<void>;
  offsetFetch(request: {
    groupId: string;
    topics: { topic: string; partitions: { partition: number }[] }[];
  }): Promise<{ responses: PartitionOffsets[] }>;
}

/** Connections to all brokers, and what they say of themselves. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  getNodeIds(): string[];
  findBroker(node: { nodeId: string | number }): Promise<Broker>;
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<PartitionOffsets[]>;
}

/** What a {@linkcode Cluster} is made of. */
export interface ClusterOptions {
  logger: Logger;
  socketFactory: unknown;
  brokers: string[];
  ssl?: boolean;
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

/** Makes a cluster; nothing is connected before `connect()`. */
export function makeCluster(options: ClusterOptions): Cluster {
  return new ClusterClass(options);
}
