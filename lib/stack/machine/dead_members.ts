import type { KafkaClient } from "../../kafka/client.ts";
import { groupMembers, type Member, removeMember } from "../../kafka/group_members.ts";
import { forgetLife, hasDied } from "./life_sign.ts";

/**
 * Removes those members of a consumer group that show that their process, of this machine, has died: Kafka
 * itself waits for their session to end. A member shows its life sign in what it says about itself.
 *
 * @returns Who is left.
 */
export async function removeDead(kafka: KafkaClient, groupId: string): Promise<Member[]> {
  const left: Member[] = [];
  for (const member of await groupMembers(kafka, groupId)) {
    if (await hasDied(member.about)) {
      await removeMember(kafka, groupId, member.id);
      await forgetLife(member.about);
    } else left.push(member);
  }
  return left;
}
