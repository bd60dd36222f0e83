import type { Flow } from "./define.ts";
import type { FlowTask } from "./flow_task.ts";

/** The summary of a flow's run. */
export interface FlowSummary {
  flow: string;
  /** The stream that it writes. */
  stream: string;
  /** Messages read; after a crash some are read again. */
  read: number;
  /** Records that Kafka has acknowledged. */
  written: number;
  /** Records that wait for their rows: the next run reads them again. */
  waiting: number;
  /** Records that became dead letters here. */
  deadLettered: number;
  /** Messages that hold no valid record: the sink of their stream makes them dead letters. */
  rejected: number;
  /** Offsets that expired before they were read. */
  lost: number;
}

/** Counts what a flow does in one run, also if it is opened several times. */
export class FlowTally {
  written = 0;
  lost = 0;
  readonly #tasks: FlowTask[] = [];

  constructor(readonly flow: Flow) {}

  /** The flow has been opened. */
  readonly opened = (task: FlowTask): void => void this.#tasks.push(task);

  summary(): FlowSummary {
    const sum = (field: "read" | "deadLettered" | "rejected") =>
      this.#tasks.reduce((n, { counts }) => n + counts[field], 0);
    return {
      flow: this.flow.name,
      stream: this.flow.to.name,
      read: sum("read"),
      written: this.written,
      waiting: this.#tasks.at(-1)?.leftWaiting ?? 0,
      deadLettered: sum("deadLettered"),
      rejected: sum("rejected"),
      lost: this.lost,
    };
  }

  /** What is wrong with the run: offsets were lost, or nothing was written for what was read. */
  problem(): string | undefined {
    const { flow, read, written, deadLettered, rejected, lost } = this.summary();
    if (lost > 0) return `${flow}: ${lost} offsets expired before they were read`;
    if (written > 0 || deadLettered + rejected === 0) return undefined;
    return `${flow}: ${read} records were read and none was written: ${deadLettered} became dead ` +
      `letters, ${rejected} are not valid. See: deno task replay ${
        this.flow.inputs[0]!.from.name
      } --dry-run`;
  }
}
