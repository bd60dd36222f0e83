/**
 * A sink of `deno task chaos`, a process of its own. It writes a line to standard output when a
 * critical moment begins (`+rebalance`) or ends (`-rebalance`): what is in the pipe survives a kill.
 */
import type { Moment } from "../delivery/sink.ts";
import { findEngines } from "../delivery/find_engines.ts";
import { serveSink } from "../delivery/serve_sink.ts";
import { withStore } from "../delivery/store.ts";
import { connectKafka } from "../kafka/client.ts";
import { Outages } from "../outage.ts";
import { type ChildConfig, childConfig } from "./child_config.ts";
import { chaosRecords } from "./stream.ts";

/** How long an aimed sink stands still at its moment, in milliseconds. */
const HOLD = 3000;
/** How long the first connection is tried, in milliseconds: the broker may be down. */
const CONNECT = 120_000;

function say(line: string): void {
  const bytes = new TextEncoder().encode(`${line}\n`);
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
}

/** Reports the moment; if the tool aims at it, stands still so that the kill falls into it. */
function onMoment(aim: string, moment: Moment, active: boolean): void {
  say(`${active ? "+" : "-"}${moment}`);
  if (!active || aimedAt(aim) !== moment) return;
  say(`!${moment}`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, HOLD);
}

function aimedAt(aim: string): string {
  try {
    return Deno.readTextFileSync(aim);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

const stop = new AbortController();

async function sink({ endpoints, aim }: ChildConfig): Promise<void> {
  Deno.addSignalListener("SIGINT", () => stop.abort());
  const { signal } = stop;
  const away = { patience: Infinity, signal, outages: new Outages(console.error) };
  const kafka = await connectKafka(endpoints.kafka, {
    ...away,
    connectTimeout: CONNECT,
    find: findEngines.kafka,
  });
  await withStore(
    endpoints.questdb,
    { ...away, find: findEngines.questdb },
    (store) =>
      serveSink(chaosRecords, {
        ...store,
        kafka,
        signal,
        onTrouble: console.error,
        onWarning: console.error,
        onMoment: (moment, active) => onMoment(aim, moment, active),
      }),
  );
  await kafka.close();
}

if (import.meta.main) {
  await sink(await childConfig()).catch((error) => {
    if (stop.signal.aborted) return; // told to leave before it was ready
    throw error;
  });
  Deno.exit(0);
}
