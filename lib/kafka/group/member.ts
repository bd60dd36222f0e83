import { isTransient, kafkaCode } from "../errors.ts";
import type { Broker, Cluster } from "../kafkajs_internals.ts";
import { assign, decodeAssignment, encodeMember, PROTOCOL } from "./assign.ts";
import { commitMetadata, committedTopicId } from "./commit_metadata.ts";
import { byTopic, type TopicPartition } from "./topic_partition.ts";

/** Options for {@linkcode GroupMember}: group, topics, time limits. */
export interface MemberOptions {
  groupId: string;
  topics: string[];
  /** What it says about itself, for `groupMembers()`. @default "" */
  about?: string | undefined;
  /** After this long without a heartbeat the group goes on without the member, in milliseconds. */
  sessionTimeout: number;
  /** How long the group waits for a member to give up its partitions, in milliseconds. */
  rebalanceTimeout: number;
}

/** What a group has committed of a partition. */
export interface Committed extends TopicPartition {
  /** Next offset to read; −1 if nothing is committed. */
  offset: number;
  /** The topic that the offset counts in. */
  topicId: string;
}

/** The membership has ended: its partitions belong to other members, which read on from the commits. */
const ENDED = ["UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION", "FENCED_INSTANCE_ID"];
/** The member must join again. */
const REJOIN = [...ENDED, "REBALANCE_IN_PROGRESS", "MEMBER_ID_REQUIRED"];

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
   * Joins the group, or joins it again; resolves when every member has joined.
   *
   * @returns The partitions of this member until the next rebalance.
   */
  async join(): Promise<TopicPartition[]> {
    const { cluster, options: { groupId, topics, about, sessionTimeout, rebalanceTimeout } } = this;
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
          groupProtocols: [{ name: PROTOCOL, metadata: encodeMember(topics, about) }],
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
        if (!REJOIN.includes(code)) throw error;
        if (ENDED.includes(code)) this.#memberId = "";
      }
    }
  }

  /** Keeps the membership alive. @returns False if the member must join again. */
  async heartbeat(): Promise<boolean> {
    return await this.#stillMember((coordinator) =>
      coordinator.heartbeat({
        groupId: this.options.groupId,
        groupGenerationId: this.#generation,
        memberId: this.#memberId,
      })
    );
  }

  /** Commits the next offset to read. @returns False if the member must join again first. */
  async commit({ topic, partition, offset, topicId }: Committed): Promise<boolean> {
    const metadata = commitMetadata(topicId);
    return await this.#stillMember((coordinator) =>
      coordinator.offsetCommit({
        groupId: this.options.groupId,
        groupGenerationId: this.#generation,
        memberId: this.#memberId,
        topics: [{ topic, partitions: [{ partition, offset: String(offset), metadata }] }],
      })
    );
  }

  /** What the group has committed. */
  async committed(partitions: TopicPartition[]): Promise<Committed[]> {
    if (partitions.length === 0) return [];
    const { groupId } = this.options;
    const topics = byTopic(partitions);
    const { responses } = await this.#ask((broker) => broker.offsetFetch({ groupId, topics }));
    return responses.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset, metadata }) => (
        { topic, partition, offset: Number(offset), topicId: committedTopicId(metadata) }
      ))
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
      if (REJOIN.includes(kafkaCode(error) ?? "")) return false;
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
      // The coordinator may have moved: look it up again next time.
      if (isTransient(error)) this.#coordinator = undefined;
      throw error;
    }
  }
}
