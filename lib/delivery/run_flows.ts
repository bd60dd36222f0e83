import { flowsFedBy } from "../flows/fed_by.ts";
import type { Flow } from "../flows/define.ts";
import { flowGroup, openFlow, type RunningFlow } from "../flows/open_flow.ts";
import { ensureFlowTopics } from "../flows/serve_flow.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { endOffsets } from "../kafka/offsets.ts";
import type { TopicWritten } from "../kafka/producer.ts";
import type { Accounts } from "../processing/account.ts";
import { untilCommitted } from "../processing/drain.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { closeAccount, endsOf } from "./run_account.ts";
import { openSink, type RunningSink, sinkGroup } from "./sink.ts";
import type { Store } from "./store.ts";

/** Options for {@linkcode FlowRuns}. */
export interface FlowRunsOptions {
  kafka: KafkaClient;
  /** QuestDB, where what the flows write is stored. */
  store: Store;
  /** The flows that may run. */
  flows: readonly Flow[];
  /** The accounts of what they write. */
  accounts: Accounts;
  /** Called with each record that becomes a dead letter. */
  onBad?: ((rejection: Rejection) => void) | undefined;
  onWarning: (text: string) => void;
  /** Called with the error if a flow, or the sink of its output, cannot go on. */
  onFailed: (error: unknown) => void;
}

/** A flow of a run, and the sink of what it writes. */
interface FlowRun {
  flow: Flow;
  running: RunningFlow;
  sink: RunningSink;
}

/** The flows that the streams of a run feed. Each is started with the first stream that it reads. */
export class FlowRuns {
  readonly #options: FlowRunsOptions;
  readonly #started = new Map<Flow, Promise<FlowRun>>();

  constructor(options: FlowRunsOptions) {
    this.#options = options;
  }

  /** Starts the flows that a stream feeds, while the caller goes on. */
  start(stream: Stream): void {
    for (const flow of flowsFedBy([stream], this.#options.flows)) {
      if (this.#started.has(flow)) continue;
      const opening = this.#open(flow);
      opening.catch(this.#options.onFailed);
      this.#started.set(flow, opening);
    }
  }

  async #open(flow: Flow): Promise<FlowRun> {
    const { kafka, store, accounts, onBad, onWarning, onFailed } = this.#options;
    await ensureFlowTopics(flow, { kafka });
    const account = accounts.of(flow.to);
    const sink = await openSink(flow.to, { ...store, kafka, onWarning });
    sink.done.catch(onFailed);
    try {
      const running = await openFlow(flow, {
        ...{ kafka, onBad, onWarning },
        onWritten(count) {
          account.published += count;
          accounts.report(flow.to);
        },
      });
      running.done.catch(onFailed);
      return { flow, running, sink };
    } catch (error) {
      await sink.stop();
      throw error;
    }
  }

  /**
   * Waits until the flows, in whichever processes they run, have handled what a run wrote, and the sinks
   * have stored what they made of it.
   *
   * @param written What the run wrote, by topic.
   * @param signal Ends the wait early, without an error.
   */
  async drain(written: Map<string, TopicWritten>, signal: AbortSignal): Promise<void> {
    const { kafka } = this.#options;
    try {
      for (const opening of this.#started.values()) {
        const { flow } = await opening;
        const topics = flow.inputs.map(({ from }) => kafka.topicOf(from));
        const others = await endOffsets(kafka, topics.filter((topic) => !written.has(topic)));
        const own = topics.filter((topic) => written.has(topic))
          .map((topic) => [topic, endsOf(written.get(topic)!.ranges)] as const);
        const goal = new Map([...others, ...own]);
        await untilCommitted(kafka, { group: flowGroup(kafka, flow), goal, signal });
        const output = await endOffsets(kafka, [kafka.topicOf(flow.to)]);
        await untilCommitted(kafka, { group: sinkGroup(kafka, flow.to), goal: output, signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /**
   * Stops the flows, which commit what they have, and the sinks of what they wrote.
   *
   * @throws What kept one of them from it.
   */
  async stop(): Promise<void> {
    const opened = await Promise.allSettled(this.#started.values());
    const runs = opened.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
    const stops = await Promise.allSettled(
      runs.map(({ running, sink }) => running.stop().finally(() => sink.stop())),
    );
    for (const stop of stops) if (stop.status === "rejected") throw stop.reason;
  }

  /** After `stop`: completes the accounts of what the flows have written since a time, ISO text. */
  async closeAccounts(since: string): Promise<void> {
    const { kafka, store, accounts } = this.#options;
    for (const opening of this.#started.values()) {
      const { running, sink: { guard }, flow: { to: stream } } = await opening;
      const { counts, leftWaiting } = running.task;
      const account = accounts.of(stream);
      account.read = counts.read - leftWaiting;
      account.rejected = account.deadLettered = counts.rejected + counts.deadLettered;
      const ranges = running.written()?.ranges ?? new Map();
      const run = { stream, account, ranges, since, report: () => accounts.report(stream) };
      await closeAccount(run, { ...store, kafka, guard });
    }
  }
}
