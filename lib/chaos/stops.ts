import { sleep, until } from "../retry.ts";
import type { Target } from "./options.ts";
import type { Scene } from "./scene.ts";

/** Waits. @returns Whether the signal has aborted. */
export async function over(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, signal).catch((error) => {
    if (!signal.aborted) throw error;
  });
  return signal.aborted;
}

/** Stops an engine or a process for `time` milliseconds. @returns Whether it was running. */
export async function stopOne(
  scene: Scene,
  target: Target,
  { time, signal }: { time: number; signal: AbortSignal },
): Promise<boolean> {
  scene.options.log(`stopping the ${target} for ${(time / 1000).toFixed(1)} s`);
  if (target === "broker" || target === "questdb") return await scene.engines.pause(target, time);
  const child = target === "sink" ? scene.sinks[0]!.child : scene.producer;
  const pid = child.pid;
  if (!child.signal("SIGSTOP")) return false;
  await over(time, signal);
  if (child.pid === pid) child.signal("SIGCONT");
  return true;
}

/**
 * Does something while engines are up, and producer and sinks stand still. No other stop may be
 * under way: its end would set one going again.
 */
export async function still(
  scene: Scene,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  await scene.engines.settled();
  const children = [scene.producer, ...scene.sinks.map(({ child }) => child)];
  await until(() => signal.aborted || children.every((child) => child.pid !== undefined));
  if (signal.aborted) return;
  await Promise.all(scene.leaving);
  for (const child of children) child.signal("SIGSTOP");
  try {
    await sleep(500); // what they had sent arrives
    await work();
  } finally {
    for (const child of children) child.signal("SIGCONT");
  }
}
