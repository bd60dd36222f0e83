/** Runs windows in this process, for `deno task windows`. */
import { openProducer } from "../lib/kafka/producer.ts";
import { runDenoOnce } from "../lib/windows/deno/run_once.ts";
import { serveDeno } from "../lib/windows/deno/serve.ts";
import { openWindowOutput } from "../lib/windows/deno/window_output.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window } from "../lib/windows/window.ts";
import type { Engines, View } from "./windows_engines.ts";
import { printSummary, sizeText, summarize, taskWarnings, warnOnce } from "./windows_summary.ts";

/** Windows over the same stream share one reading of its topic. */
export async function onDeno(
  windows: readonly Window[],
  engines: Engines,
  { signal, progress }: View,
): Promise<WindowResult[]> {
  const producer = await openProducer(engines.kafka, { signal });
  try {
    const results: WindowResult[] = [];
    for (const [stream, some] of Map.groupBy(windows, ({ from }) => from)) {
      results.push(
        ...await runDenoOnce(some, engines.kafka, {
          open: (window) => openWindowOutput(window, { ...engines, producer }),
          signal,
          onProgress: (read, all, sizes) =>
            progress.update(stream.name, read, {
              share: all === 0 ? 1 : read / all,
              note: sizes.map(sizeText).join("; "),
            }),
          onRejected: (place, reason) =>
            progress.log(`warning: ${place} is not a record of ${stream.name}: ${reason}`),
          onWarning: ({ name }, warning) => progress.log(`warning: ${name}: ${warning}`),
        }),
      );
    }
    return results;
  } finally {
    await producer.close().catch(() => {}); // all output is acknowledged, or an error is on its way
  }
}

/** Until stopped. */
export async function serveOnDeno(
  windows: readonly Window[],
  engines: Engines,
  { signal, progress, json }: View & { json: boolean },
): Promise<WindowResult[]> {
  const started = performance.now();
  const producer = await openProducer(engines.kafka, { signal });
  const warn = warnOnce(progress.log);
  const names = windows.map(({ name }) => name).join(", ");
  let ready = 0;
  try {
    const served = await Promise.all(
      [...Map.groupBy(windows, ({ from }) => from)].map(([stream, some]) =>
        serveDeno(some, {
          kafka: engines.kafka,
          producer,
          open: (window) => openWindowOutput(window, { ...engines, producer }),
          signal,
          onProgress(served) {
            for (const { task } of served) {
              const { counts: { read, rejected }, state, window } = task;
              progress.update(window.name, read + rejected, { note: sizeText(state.size()) });
              warn(task, engines.kafka.topicOf(stream));
            }
          },
          onRecovered(window, records) {
            if (records > 0) {
              progress.log(`${window.name}: read ${records} records again for its open windows`);
            }
            if (++ready < windows.length) return;
            progress.log(`waiting for records of ${names}; Ctrl-C ends`);
          },
          onRejected: (place, reason) =>
            progress.log(`warning: ${place} is not a record of ${stream.name}: ${reason}`),
        })
      ),
    );
    progress.done();
    const seconds = (performance.now() - started) / 1000;
    for (const one of served.flat()) {
      const topic = engines.kafka.topicOf(one.task.window.from);
      for (const { text } of taskWarnings(one.task, topic)) console.error(text);
      printSummary(summarize(one, seconds), json);
    }
    return [];
  } finally {
    await producer.close().catch(() => {}); // all output is acknowledged, or an error is on its way
  }
}
