/** What is remembered of a window that runs on Flink as a service, in the topic of its checkpoints. */
import type { KafkaClient } from "../../kafka/client.ts";
import type { TopicInfo } from "../../kafka/topic_admin.ts";
import { topicName } from "../../kafka/topic_names.ts";
import { checkpointTopic, lastCheckpoint } from "../checkpoints.ts";
import { outputStream } from "../output.ts";
import type { Window } from "../window.ts";

/** State of a job that another job can start from. */
export interface Snapshot {
  /** As Flink sees it: `file:/…/chk-7`. */
  path: string;
  /** When it was taken: milliseconds since 1970. */
  at: number;
  /** A savepoint, before which all rows were committed; otherwise a checkpoint of Flink. */
  savepoint: boolean;
}

/** What one start of a service leaves for the next. */
export interface FlinkCheckpoint {
  /** The job that runs, or ran last: 32 hexadecimal digits. */
  job: string;
  /** Whether that job was stopped with {@linkcode FlinkCheckpoint.snapshot}, and no row is missing from it. */
  stopped: boolean;
  /** What the job was stopped with; of one that was not, what it began with or was seen to have written. */
  snapshot: Snapshot | null;
  /** The first offset of each partition of the stream's topic when the output was begun. */
  starts: [partition: number, offset: number][];
  /** Jobs since a savepoint was written: Flink keeps folders of theirs. */
  jobs: string[];
}

/** The name of a window's job, which is that of its topic; one that runs once has a name of its own. */
export function jobName(
  window: Window,
  { prefix = "", once = false }: { prefix?: string | undefined; once?: boolean } = {},
): string {
  return topicName(outputStream(window, "flink"), prefix) + (once ? "_once" : "");
}

/** What was noted last; undefined if the window never ran as a service. */
export async function lastFlinkCheckpoint(
  kafka: KafkaClient,
  window: Window,
): Promise<FlinkCheckpoint | undefined> {
  const topic = checkpointTopic(kafka, window, "flink");
  return (await lastCheckpoint<FlinkCheckpoint>(kafka, topic)).checkpoint;
}

/** The first offset of each partition. */
export function startsOf({ partitions }: TopicInfo): FlinkCheckpoint["starts"] {
  return partitions.map(({ partition, start }) => [partition, start]);
}
