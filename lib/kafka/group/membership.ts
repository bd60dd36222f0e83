import { messageOf } from "../../errors.ts";
import type { KafkaClient } from "../client.ts";
import { disconnect } from "../disconnect.ts";
import { pause } from "../patience.ts";
import type { ConsumeOptions } from "./consumer_types.ts";
import { GroupMember } from "./member.ts";

/** Options for {@linkcode Membership}: retries, their end, text for errors. */
export interface MembershipOptions {
  /** What is being done, for errors: `read taxi_trips`. */
  action: string;
  retry: KafkaClient["retry"];
  /** Once it is aborted, no new connections are made. */
  signal: AbortSignal;
}

/** A consumer's membership of its group, with connections of its own, which can be replaced. */
export class Membership {
  #member: GroupMember;

  /** It is not yet connected. */
  constructor(
    readonly kafka: KafkaClient,
    readonly consume: ConsumeOptions,
    readonly options: MembershipOptions,
  ) {
    this.#member = this.#newMember();
  }

  /** The present member; after a restart it is another one. */
  get member(): GroupMember {
    return this.#member;
  }

  /** Connects, and loads what Kafka knows of the topics. */
  async connect(): Promise<void> {
    const { action, retry } = this.options;
    const { cluster } = this.#member;
    await retry(action, async () => {
      await cluster.connect();
      await cluster.addMultipleTargetTopics(this.consume.topics);
    });
  }

  /** Goes on with new connections and a new membership, as the old ones may hang forever. */
  async restart(): Promise<void> {
    const { cluster } = this.#member;
    const done = new AbortController();
    await Promise.race([this.#leave(), pause(1000, done.signal)]);
    done.abort();
    // Not awaited: it may hang, too.
    void disconnect(cluster, this.kafka.log);
    this.#member = this.#newMember();
    if (!this.options.signal.aborted) await this.connect();
  }

  /** Leaves the group and disconnects. */
  async end(): Promise<void> {
    await this.#leave();
    await disconnect(this.#member.cluster, this.kafka.log);
  }

  #newMember(): GroupMember {
    const { groupId, topics, about } = this.consume;
    const { sessionTimeout = 6000, rebalanceTimeout = 60_000 } = this.consume;
    const cluster = this.kafka.newCluster();
    return new GroupMember(cluster, { groupId, topics, about, sessionTimeout, rebalanceTimeout });
  }

  /** Leaves the group. If that fails, the group goes on after the session timeout. */
  async #leave(): Promise<void> {
    try {
      await this.#member.leave();
    } catch (error) {
      this.kafka.log("debug", `leave ${this.consume.groupId}: ${messageOf(error)}`);
    }
  }
}
