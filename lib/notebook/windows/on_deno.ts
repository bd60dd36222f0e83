import { runDenoOnce } from "../../windows/deno/run_once.ts";
import { withKafka } from "../with_kafka.ts";
import type { RunOn } from "./engine_run.ts";
import { requireRecords } from "./no_records.ts";

/** In this process. Nothing is written: the output only notes when the first row came. */
export const onDeno: RunOn = (window, { signal, log, onProgress }) =>
  withKafka(async (kafka) => {
    await requireRecords(kafka, window);
    const started = performance.now();
    let first: number | undefined;
    const output = {
      row: () => void (first ??= performance.now()),
      late() {},
      pending: 0,
      take: () => () => Promise.resolve(),
    };
    const [result] = await runDenoOnce([window], kafka, {
      open: () => Promise.resolve(output),
      signal,
      onProgress,
      onRejected: (place, reason) =>
        log(`${place} is not a record of ${window.from.name}: ${reason}`),
    });
    // It fails if there is no row.
    return { result: result!, firstSeconds: Math.round(first! - started) / 1000 };
  }, signal);
