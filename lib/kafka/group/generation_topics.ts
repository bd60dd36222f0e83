import type { Cluster } from "../kafkajs_internals.ts";
import { topicIds, UNKNOWN_ID } from "../topic_ids.ts";
import { type TopicWatchOptions, watchTopics } from "./topic_watch.ts";

/**
 * The topics of a consumer, as they are in the present generation of its group: their ids, in which a
 * topic that was made again differs from the one before, and which of them were deleted.
 */
export class GenerationTopics {
  #ids = new Map<string, string>();
  readonly #gone = new Set<string>();

  /** @param names The topics that the consumer reads. */
  constructor(readonly names: readonly string[]) {}

  /** A generation begins: no topic is known to be deleted. */
  begin(): void {
    this.#gone.clear();
  }

  /** Asks for the ids that the topics have now; they are this generation's from now on. */
  async look(cluster: Pick<Cluster, "brokerPool">): Promise<Map<string, string>> {
    return this.#ids = await topicIds(cluster, this.names);
  }

  /** The id of a topic in this generation; {@linkcode UNKNOWN_ID} if it is not known. */
  idOf(topic: string): string {
    return this.#ids.get(topic) ?? UNKNOWN_ID;
  }

  /** A topic was found to be deleted. */
  deleted(topic: string): void {
    this.#gone.add(topic);
  }

  /** Whether a topic was found to be deleted in this generation. */
  isDeleted(topic: string): boolean {
    return this.#gone.has(topic);
  }

  /** Looks now and then whether the topics are still this generation's, until it is disposed. */
  watch(
    cluster: Pick<Cluster, "brokerPool">,
    options: Omit<TopicWatchOptions, "known">,
  ): Disposable {
    const known = new Map(this.names.map((topic) => [topic, this.idOf(topic)]));
    return watchTopics(() => topicIds(cluster, this.names), { known, ...options });
  }
}
