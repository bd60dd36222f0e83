/** All that a session of Flink's SQL Gateway needs to run a window. */
import type { KafkaEndpoint } from "../../config.ts";
import { printableLines } from "../../printable.ts";
import { fieldsOf } from "../fields.ts";
import type { Window } from "../window.ts";
import { jobName } from "./checkpoint.ts";
import { SECRET_OPTIONS } from "./kafka_options.ts";
import { quoteText } from "./quote.ts";
import { sinkTable } from "./sink_table.ts";
import { sourceTable } from "./source_table.ts";
import { filterView, insertWindow } from "./window_sql.ts";

/** Options of {@linkcode windowScript}. */
export interface ScriptOptions {
  kafka: KafkaEndpoint;
  /** Whether to end with the records that are there at the start, closing all windows. @default false */
  bounded?: boolean;
  /** Tasks that share the work. @default 1 */
  parallelism?: number;
  /** Milliseconds between checkpoints, after each of which rows can be read. @default 5,000 */
  checkpoint?: number;
  /**
   * Path of a savepoint or checkpoint to continue from, which then is Flink's to delete.
   * @default from the start of the topic
   */
  restore?: string;
  /** Names the transactions of the output. @default the topic */
  transactions?: string;
}

/**
 * The statements, in order, for one session. The last one starts the job, which is named as its topic, or
 * `<topic>_once` if it is bounded. They hold secrets: print them with {@linkcode printable}.
 *
 * @throws {TypeError} Flink cannot calculate the window as declared: it has `first` or `last`, or is to
 * write rows before it closes.
 */
export function windowScript(window: Window, options: ScriptOptions): string[] {
  const { from, grace, idle, ahead } = window;
  const { kafka, bounded = false, parallelism = 1, checkpoint = 5000, restore } = options;
  requireFlinkWindow(window, { bounded });
  const job = jobName(window, { prefix: kafka.prefix, once: bounded });
  const settings: Record<string, string> = {
    "pipeline.name": job,
    "execution.runtime-mode": "streaming",
    "table.local-time-zone": "UTC",
    "table.exec.mini-batch.enabled": "false",
    "parallelism.default": String(parallelism),
    "execution.checkpointing.interval": `${checkpoint} ms`,
    "execution.checkpointing.mode": "EXACTLY_ONCE",
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    // By default Flink tries forever, also on a record that it cannot read.
    ...bounded ? { "restart-strategy.type": "none" } : {
      "restart-strategy.type": "failure-rate",
      "restart-strategy.failure-rate.max-failures-per-interval": "3",
      "restart-strategy.failure-rate.failure-rate-interval": "1 min",
      "restart-strategy.failure-rate.delay": "1 s",
    },
    ...restore === undefined ? {} : {
      "execution.state-recovery.path": restore,
      "execution.state-recovery.claim-mode": "CLAIM", // Flink deletes it when it has a newer one
    },
  };
  return [
    ...Object.entries(settings)
      .map(([key, value]) => `SET ${quoteText(key)} = ${quoteText(value)}`),
    sourceTable(from, {
      kafka,
      group: job,
      grace,
      idle,
      ahead,
      bounded,
      fields: fieldsOf(window),
    }),
    sinkTable(window, kafka, options.transactions),
    filterView(window),
    insertWindow(window),
  ];
}

/**
 * Makes sure that Flink can calculate a window as declared.
 *
 * @throws {TypeError} It has `first` or `last`, or is to write rows before it closes.
 */
export function requireFlinkWindow(
  window: Window,
  { bounded = false }: Pick<ScriptOptions, "bounded"> = {},
): void {
  const { name, emit } = window;
  if (emit !== "final" && !bounded) {
    const given = emit === "changes" ? emit : `every:${emit.every}ms`;
    throw new TypeError(
      `Cannot run the window ${name} on Flink with emit ${given}: a window of Flink writes a row ` +
        "once, when it closes. Run it with emit final, or once, or with the engine deno",
    );
  }
  insertWindow(window);
}

const SECRETS = new RegExp(
  `('(?:${SECRET_OPTIONS.map((key) => key.replaceAll(".", "\\.")).join("|")})' = )'(?:[^']|'')*'`,
  "g",
);

/** A script as text to read, each statement ended with `;`, with `***` for logins, keys and certificates. */
export function printable(script: readonly string[]): string {
  return script
    .map((statement) => `${printableLines(statement.replace(SECRETS, "$1'***'"))};\n`)
    .join("");
}
