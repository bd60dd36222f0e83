import { assign, decodeAssignment, encodeTopics, PROTOCOL } from "./assign.ts";
import { isPassing, kafkaCode } from "../errors.ts";
import type { Broker, Cluster } from "../kafkajs_internals.ts";

/** One partition of one topic. */
export interface TopicPartition {
  topic: string;
  partition: number;
}

/** What {@linkcode GroupMember} takes. */
export interface MemberOptions {
  groupId: string;
  topics: string[];
  /** After this long without a heartbeat the group goes on without the member, in milliseconds. */
  sessionTimeout: number;
  /** How long the group waits for a member to give up its partitions, in milliseconds. */
  rebalanceTimeout: number;
}

/** The membership is over: what belonged to it is re-read by whoever owns the partitions next. */
const OVER = ["UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION", "FENCED_INSTANCE_ID"];
const MOVING = [...OVER, "REBALANCE_IN_PROGRESS", "MEMBER_ID_REQUIRED"];

/**
 * One member of a consumer group, in Kafka's classic protocol: join, sync, heartbeat, commit, leave.
 * Source: https://kafka.apache.org/protocol
 */
export class GroupMember {
  #coordinator: Broker | undefined;
  #memberId = "";
  #generation = -1;

  constructor(readonly cluster: Cluster, readonly options: MemberOptions) {}

  /**
   * Joins the group, or joins it again; returns when every member has.
   *
   * @returns The partitions that are this member's until the next rebalance.
   */
  async join(): Promise<TopicPartition[]> {
    const { cluster, options: { groupId, topics, sessionTimeout, rebalanceTimeout } } = this;
    const partitionsOf = (topic: string) =>
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
    for (;;) {
      try {
        const coordinator = this.#coordinator = await cluster.findGroupCoordinator({ groupId });
        const joined = await coordinator.joinGroup({
          groupId,
          sessionTimeout,
          rebalanceTimeout,
          memberId: this.#memberId,
          groupProtocols: [{ name: PROTOCOL, metadata: encodeTopics(topics) }],
        });
        this.#memberId = joined.memberId;
        this.#generation = joined.generationId;
        const leads = joined.leaderId === joined.memberId;
        if (leads) await cluster.refreshMetadata();
        const { memberAssignment } = await coordinator.syncGroup({
          groupId,
          generationId: joined.generationId,
          memberId: joined.memberId,
          groupAssignment: leads ? assign(joined.members, partitionsOf) : [],
        });
        return decodeAssignment(memberAssignment);
      } catch (error) {
        const code = kafkaCode(error) ?? "";
        if (!MOVING.includes(code)) throw error;
        if (OVER.includes(code)) this.#memberId = "";
      }
    }
  }

  /** Keeps the membership alive. @returns False where the member must join again. */
  async heartbeat(): Promise<boolean> {
    return await this.#stillMember((coordinator) =>
      coordinator.heartbeat({
        groupId: this.options.groupId,
        groupGenerationId: this.#generation,
        memberId: this.#memberId,
      })
    );
  }

  /** Stores the next offset to read. @returns False where the partition is no longer this member's. */
  async commit({ topic, partition }: TopicPartition, offset: number): Promise<boolean> {
    return await this.#stillMember((coordinator) =>
      coordinator.offsetCommit({
        groupId: this.options.groupId,
        groupGenerationId: this.#generation,
        memberId: this.#memberId,
        topics: [{ topic, partitions: [{ partition, offset: String(offset) }] }],
      })
    );
  }

  /** Where to read on: what the group committed, else the topic's start or end. */
  async positions(
    assigned: TopicPartition[],
    { fromBeginning }: { fromBeginning: boolean },
  ): Promise<{ topic: string; partition: number; offset: number }[]> {
    if (assigned.length === 0) return [];
    const { groupId } = this.options;
    const topics = byTopic(assigned);
    const { responses } = await this.#ask((broker) => broker.offsetFetch({ groupId, topics }));
    const found = responses.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
    );
    const committed = found.filter(({ offset }) => offset >= 0);
    const fresh = found.filter(({ offset }) => offset < 0);
    return [...committed, ...await this.defaults(fresh, { fromBeginning })];
  }

  /** The start or the end of partitions. */
  async defaults(wanted: TopicPartition[], { fromBeginning }: { fromBeginning: boolean }) {
    if (wanted.length === 0) return [];
    const found = await this.cluster.fetchTopicsOffset(
      byTopic(wanted).map((topic) => ({ ...topic, fromBeginning })),
    );
    return found.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
    );
  }

  /** Leaves the group, so that the others need not wait for the session timeout. */
  async leave(): Promise<void> {
    if (this.#memberId === "") return;
    const memberId = this.#memberId;
    this.#memberId = "";
    await this.#coordinator?.leaveGroup({ groupId: this.options.groupId, memberId });
  }

  async #stillMember(request: (coordinator: Broker) => Promise<unknown>): Promise<boolean> {
    try {
      await this.#ask(request);
      return true;
    } catch (error) {
      if (MOVING.includes(kafkaCode(error) ?? "")) return false;
      throw error;
    }
  }

  async #ask<T>(request: (coordinator: Broker) => Promise<T>): Promise<T> {
    const { groupId } = this.options;
    try {
      if (!this.#coordinator?.isConnected()) {
        this.#coordinator = await this.cluster.findGroupCoordinator({ groupId });
      }
      return await request(this.#coordinator);
    } catch (error) {
      // It may have moved: ask for it again.
      if (isPassing(error)) this.#coordinator = undefined;
      throw error;
    }
  }
}

function byTopic(partitions: TopicPartition[]) {
  return [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition }) => ({ partition })),
  }));
}
