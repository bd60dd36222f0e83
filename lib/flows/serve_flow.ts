import { ensureTopics } from "../kafka/topics.ts";
import { runOnce, serve } from "../processing/serve.ts";
import type { Flow } from "./define.ts";
import type { FlowTask } from "./flow_task.ts";
import { flowGroup, type FlowRunOptions, openFlow, type RunningFlow } from "./open_flow.ts";

/** Options for a flow that is run. */
export interface ServeFlowOptions extends FlowRunOptions {
  /** Ends it cleanly. */
  signal: AbortSignal;
  /** Called when the flow has been opened, also again after a failure. */
  onOpen?: (task: FlowTask) => void;
}

/** Creates the missing topics of a flow: of its inputs, its tables and its output. */
export async function ensureFlowTopics(
  { inputs, to }: Flow,
  { kafka }: Pick<FlowRunOptions, "kafka">,
): Promise<void> {
  const read = inputs.flatMap(({ from, table }) => table ? [from, table.stream] : [from]);
  await ensureTopics(kafka, [...new Set([...read, to])]);
}

async function open(flow: Flow, options: ServeFlowOptions): Promise<RunningFlow> {
  await ensureFlowTopics(flow, options);
  const running = await openFlow(flow, options);
  options.onOpen?.(running.task);
  return running;
}

/**
 * Runs a flow as a service, until the signal aborts.
 *
 * @param options `onTrouble`: called when the flow failed and is about to be opened again.
 */
export async function serveFlow(
  flow: Flow,
  options: ServeFlowOptions & { onTrouble: (message: string) => void },
): Promise<void> {
  await serve(() => open(flow, options), { name: flow.name, ...options });
}

/**
 * Runs a flow over all that its inputs hold at this moment, waits for the records that wait for their rows,
 * as long as the flow lets them, and stops.
 */
export async function flowOnce(flow: Flow, options: ServeFlowOptions): Promise<void> {
  const { kafka, signal } = options;
  const topics = flow.inputs.map(({ from }) => kafka.topicOf(from));
  const group = flowGroup(kafka, flow);
  await runOnce(() => open(flow, options), { kafka, group, topics, signal });
}
