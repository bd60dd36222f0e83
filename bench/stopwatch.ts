/** What a piece of work costs: time, processor time of this process and of the engines, memory. */
import process from "node:process";
import type { EngineName as Engine } from "../lib/stack/mod.ts";

/** What one run took. */
export interface Lap {
  /** Records handled. */
  count: number;
  seconds: number;
  /** Processor time of this process, all threads. */
  cpuSeconds: number;
  /** Processor time of the engines meanwhile, where they are known processes. */
  engineSeconds: Partial<Record<Engine, number>>;
  /** Most memory resident, in bytes, as seen every 20 milliseconds. */
  peakBytes: number;
}

/** Process ids of engines whose processor time is to be told. */
export type EnginePids = Partial<Record<Engine, number>>;

/** Runs a piece of work and measures it, with the processor time of the engines that are named. */
export async function stopwatch(
  work: () => number | Promise<number>,
  pids: EnginePids = {},
): Promise<Lap> {
  let peakBytes = 0;
  const look = () => peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
  const before = await engineTimes(pids);
  const timer = setInterval(look, 20);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  try {
    const count = await work();
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    look();
    const after = await engineTimes(pids);
    const engineSeconds = Object.fromEntries(
      Object.entries(after).map(([name, time]) => [name, time - before[name as Engine]!]),
    );
    return { count, seconds, cpuSeconds: (user + system) / 1e6, engineSeconds, peakBytes };
  } finally {
    clearInterval(timer);
  }
}

async function engineTimes(pids: EnginePids): Promise<Partial<Record<Engine, number>>> {
  const times: Partial<Record<Engine, number>> = {};
  for (const [name, pid] of Object.entries(pids)) times[name as Engine] = await cpuTime(pid);
  return times;
}

/**
 * Seconds of processor time that a process has used, to a hundredth.
 *
 * Linux's `ps` tells whole seconds only, so `/proc` is read there, by `cat`: Deno may read it only
 * with every permission. Elsewhere `ps` writes `1:02.34`.
 * Source: proc_pid_stat(5): fields 14 and 15, utime and stime, in hundredths of a second.
 */
async function cpuTime(pid: number): Promise<number> {
  const [program, ...args] = Deno.build.os === "linux"
    ? ["cat", `/proc/${pid}/stat`]
    : ["ps", "-o", "time=", "-p", String(pid)];
  const { stdout } = await new Deno.Command(program!, { args, stderr: "null" }).output();
  const text = new TextDecoder().decode(stdout).trim();
  if (Deno.build.os !== "linux") {
    return text.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
  }
  // The name of the program, in brackets, may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
