/** Runs windows in this process, for `deno task windows`. */
import { openProducer } from "../lib/kafka/producer.ts";
import { runDenoOnce } from "../lib/windows/deno/run_once.ts";
import { serveDeno } from "../lib/windows/deno/serve.ts";
import { openWindowOutput } from "../lib/windows/deno/window_output.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window } from "../lib/windows/window.ts";
import type { Engines, View } from "./windows_engines.ts";

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
          onProgress: (read, all) => progress.update(stream.name, read, all),
          onRejected: (place, reason) =>
            progress.log(`warning: ${place} is not a record of ${stream.name}: ${reason}`),
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
  { signal, progress }: View,
): Promise<WindowResult[]> {
  const producer = await openProducer(engines.kafka, { signal });
  const names = windows.map(({ name }) => name).join(", ");
  progress.log(`waiting for records of ${names}; Ctrl-C ends`);
  try {
    await Promise.all(
      [...Map.groupBy(windows, ({ from }) => from)].map(([stream, some]) =>
        serveDeno(some, {
          kafka: engines.kafka,
          producer,
          open: (window) => openWindowOutput(window, { ...engines, producer }),
          signal,
          onProgress(served) {
            for (const { task } of served) {
              progress.update(task.window.name, task.counts.read);
            }
          },
          onRecovered(window, records) {
            if (records > 0) {
              progress.log(`${window.name}: read ${records} records again for its open windows`);
            }
          },
          onRejected: (place, reason) =>
            progress.log(`warning: ${place} is not a record of ${stream.name}: ${reason}`),
        })
      ),
    );
    return [];
  } finally {
    await producer.close().catch(() => {}); // all output is acknowledged, or an error is on its way
  }
}
