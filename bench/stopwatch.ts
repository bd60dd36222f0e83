/** The cost of a piece of work: time, CPU time of this process and of the engines, memory. */
import process from "node:process";
import type { EngineName as Engine } from "../lib/stack/mod.ts";

/** The cost of one run. */
export interface Lap {
  /** Records handled. */
  count: number;
  seconds: number;
  /** CPU time of this process, all threads. */
  cpuSeconds: number;
  /** CPU time of the engines meanwhile, if they are known processes. */
  engineSeconds: Partial<Record<Engine, number>>;
  /** Peak resident memory in bytes, sampled every 20 milliseconds. */
  peakBytes: number;
}

/** Process ids of the engines whose CPU time is measured. */
export type EnginePids = Partial<Record<Engine, number>>;

/** Runs a piece of work and measures it, with the CPU time of the given engines. */
export async function stopwatch(
  work: () => number | Promise<number>,
  pids: EnginePids = {},
): Promise<Lap> {
  let peakBytes = 0;
  const sample = () => peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
  const before = await engineTimes(pids);
  const timer = setInterval(sample, 20);
  const cpu = process.cpuUsage();
  const start = performance.now();
  try {
    const count = await work();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    sample();
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
 * CPU time that a process has used, in seconds, to a hundredth.
 *
 * Linux's `ps` prints whole seconds only, so `/proc` is read there, with `cat`: Deno itself may read
 * it only with all permissions. Elsewhere `ps` prints `1:02.34`.
 * Source: proc_pid_stat(5): fields 14 and 15, utime and stime, in hundredths of a second.
 */
export async function cpuTime(pid: number): Promise<number> {
  const [program, ...args] = Deno.build.os === "linux"
    ? ["cat", `/proc/${pid}/stat`]
    : ["ps", "-o", "time=", "-p", String(pid)];
  const { stdout } = await new Deno.Command(program!, { args, stderr: "null" }).output();
  const text = new TextDecoder().decode(stdout).trim();
  if (Deno.build.os !== "linux") {
    return text.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
  }
  // The name of the program, in parentheses, may contain spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Peak resident memory of a process in bytes; undefined except on Linux. Source: proc_pid_status(5). */
export async function peakMemory(pid: number): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).output();
  const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(new TextDecoder().decode(stdout))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
