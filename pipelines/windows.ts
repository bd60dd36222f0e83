/** `deno task windows`: runs declared windows. */
import { defineCommand, main } from "../lib/cli.ts";
import { namespacePrefix } from "../lib/config.ts";
import { UsageError } from "../lib/errors.ts";
import { formatTable } from "../lib/table.ts";
import { parseEmit } from "../lib/windows/define.ts";
import { findWindow, windows } from "../lib/windows/find.ts";
import type { Window } from "../lib/windows/window.ts";
import { WINDOW_ENGINES, type WindowEngine } from "../lib/windows/window.ts";
import { printable, windowScript } from "../lib/windows/flink/script.ts";
import { describeWindow } from "../lib/windows/describe.ts";
import { changeWindows } from "./windows_change.ts";
import { runWindows } from "./windows_run.ts";

const ACTIONS = ["refresh", "cancel", "drop"] as const;

await main(defineCommand({
  name: "windows",
  summary: "Runs declared windows over their streams, on one of three engines.",
  words: "<name…> [refresh|cancel|drop]",
  count: [0, windows.length + 1],
  flags: {
    list: { type: "boolean", help: "show the declared windows" },
    engine: {
      type: "string",
      choices: WINDOW_ENGINES,
      default: "deno",
      help: "this process, a materialized view of QuestDB, or Apache Flink",
    },
    emit: {
      type: "string",
      value: "final|changes|every:5s",
      help: "when rows are written; by default as declared",
    },
    once: { type: "boolean", help: "read what the topic holds now, close all windows, and stop" },
    "print-sql": {
      type: "boolean",
      help: "print the SQL for Flink, logins hidden, and run nothing",
    },
    json: { type: "boolean", help: "print the result as JSON, one line for each window" },
  },
  examples: [
    "deno task windows --list",
    "deno task windows transactions_3s --once",
    "deno task windows transactions_3s --engine questdb --once --json",
    "deno task windows transactions_3s --engine flink",
    "deno task windows transactions_3s drop",
  ],
  run({ flags, args, signal }) {
    if (flags.list) return Promise.resolve(list(flags.json ?? false));
    const action = ACTIONS.find((action) => action === args.at(-1));
    const names = action ? args.slice(0, -1) : args;
    if (names.length === 0) {
      throw new UsageError(
        "Cannot run windows without a name: deno task windows --list shows them",
      );
    }
    const chosen = [...new Set(names)].map(findWindow).map((window): Window =>
      flags.emit === undefined ? window : { ...window, emit: emitOf(flags.emit) }
    );
    const { once = false, json = false } = flags;
    if (flags["print-sql"]) {
      for (const window of chosen) console.log(flinkSql(window, once));
      return Promise.resolve();
    }
    const engine = flags.engine as WindowEngine;
    if (action) return changeWindows(chosen, { engine, action, signal });
    return runWindows(chosen, { engine, once, json, signal });
  },
}));

function list(json: boolean): void {
  const rows = windows.map(describeWindow);
  if (json) console.log(JSON.stringify(rows));
  else console.log(formatTable(rows));
}

/** With the address of a Kafka that the environment names, or the usual one. */
function flinkSql(window: Window, bounded: boolean): string {
  const brokers = (Deno.env.get("KAFKA_BOOTSTRAP_SERVERS") ?? "127.0.0.1:9092").split(",");
  return printable(
    windowScript(window, { kafka: { brokers, prefix: namespacePrefix() }, bounded }),
  );
}

function emitOf(text: string): Window["emit"] {
  try {
    return parseEmit(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
