import { Buffer } from "node:buffer";
import kafkajs from "kafkajs";
import type { TopicPartition } from "./topic_partition.ts";

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;

/** Name of the assignment strategy, the same as in Kafka's Java client. */
export const PROTOCOL = "roundrobin";

/** The metadata that a member joins with: its topics, and what it says about itself. */
export function encodeMember(topics: string[], about = ""): Buffer {
  return MemberMetadata.encode({ version: 0, topics, userData: Buffer.from(about) });
}

/** What a member says about itself; "" if nothing, and while its group is joining. */
export function decodeAbout(metadata: Buffer): string {
  if (metadata.length === 0) return "";
  return MemberMetadata.decode(metadata)?.userData?.toString() ?? "";
}

/** The partitions that the group's leader has assigned to a member. */
export function decodeAssignment(data: Buffer): TopicPartition[] {
  const assignment = MemberAssignment.decode(data)?.assignment ?? {};
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    (partitions as number[]).map((partition) => ({ topic, partition }))
  );
}

/**
 * Assigns all partitions in turn, each to a member that wants its topic. The group's leader does
 * this for all members.
 *
 * @param partitionsOf Ids of a topic's partitions.
 */
export function assign(
  members: { memberId: string; memberMetadata: Buffer }[],
  partitionsOf: (topic: string) => number[],
): { memberId: string; memberAssignment: Buffer }[] {
  const wants = members
    .map(({ memberId, memberMetadata }) => ({
      memberId,
      topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
      given: {} as Record<string, number[]>,
    }))
    .sort((a, b) => a.memberId < b.memberId ? -1 : 1);
  const topics = new Set(wants.flatMap((member) => member.topics));
  let turn = 0;
  for (const topic of [...topics].sort()) {
    const takers = wants.filter((member) => member.topics.includes(topic));
    for (const partition of partitionsOf(topic).sort((a, b) => a - b)) {
      const { given } = takers[turn++ % takers.length]!;
      (given[topic] ??= []).push(partition);
    }
  }
  return wants.map(({ memberId, given }) => ({
    memberId,
    memberAssignment: MemberAssignment.encode({
      version: 0,
      assignment: given,
      userData: new Uint8Array() as Buffer,
    }),
  }));
}
