import { kafkaCode } from "./errors.ts";
import type { KafkaClient } from "./client.ts";
import { decodeAbout } from "./group/assign.ts";

/** A member of a consumer group. */
export interface Member {
  id: string;
  /** What it says about itself: `about` of {@linkcode consume}. "" while the group is joining. */
  about: string;
}

/** The members of a consumer group now; none if there is no such group. */
export async function groupMembers(kafka: KafkaClient, groupId: string): Promise<Member[]> {
  const { groups: [group] } = await kafka.administer(
    `list the members of ${groupId}`,
    (admin) => admin.describeGroups([groupId]),
  );
  return (group?.members ?? []).map(({ memberId, memberMetadata }) => ({
    id: memberId,
    about: decodeAbout(memberMetadata),
  }));
}

/** Removes a member of a consumer group, as one whose process has died, before its session is over. */
export async function removeMember(
  kafka: KafkaClient,
  groupId: string,
  memberId: string,
): Promise<void> {
  try {
    await kafka.ask(`remove a member of ${groupId}`, async (cluster) => {
      const coordinator = await cluster.findGroupCoordinator({ groupId });
      await coordinator.leaveGroup({ groupId, memberId });
    });
  } catch (error) {
    if (kafkaCode(error) !== "UNKNOWN_MEMBER_ID") throw error; // it is gone already
  }
}
