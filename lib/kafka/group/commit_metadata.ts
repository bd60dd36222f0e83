import { UNKNOWN_ID } from "../topic_ids.ts";

const TOPIC_ID = "topic-id=";

/** What is stored with a committed offset: the id of the topic that it counts in. */
export function commitMetadata(topicId: string): string {
  return topicId === UNKNOWN_ID ? "" : `${TOPIC_ID}${topicId}`;
}

/** The id of the topic that a committed offset counts in; other clients store none. */
export function committedTopicId(metadata: string | null | undefined): string {
  return metadata?.startsWith(TOPIC_ID) ? metadata.slice(TOPIC_ID.length) : UNKNOWN_ID;
}
