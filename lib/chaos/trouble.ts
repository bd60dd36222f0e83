import { type Random, seeded } from "../random.ts";
import { sleep, until } from "../retry.ts";
import { readAcks } from "./ack_log.ts";
import { dropTable, recreateTopic } from "./faults.ts";
import { MOMENTS } from "./moments.ts";
import type { Target } from "./options.ts";
import type { Scene, Sink } from "./scene.ts";

/** How often what was killed and stopped. */
export interface TroubleCounts {
  killed: Record<Target, number>;
  stops: number;
}

/** The longest stop: longer than the group's session timeout of 6 s. Milliseconds. */
const LONGEST_STOP = 9000;

/**
 * Makes trouble until the signal aborts: each `every` milliseconds the next target is killed; some
 * kills of a sink are aimed at a critical moment. In between something is stopped for a while, a
 * second sink joins or leaves, and the faults of the options happen in turn. What happens and after
 * how long follows from the seed.
 */
export async function makeTrouble(scene: Scene, signal: AbortSignal): Promise<TroubleCounts> {
  const { options: { kill: targets, every, seed, faults, log } } = scene;
  const random = seeded(`trouble ${seed}`);
  const counts: TroubleCounts = {
    killed: { broker: 0, questdb: 0, sink: 0, producer: 0 },
    stops: 0,
  };
  let pause: Promise<void> = Promise.resolve();
  let paused = false;
  for (let turn = 0; !signal.aborted; turn++) {
    const moment = every * (0.75 + 0.5 * random.next());
    if (await over(moment, signal)) break;
    const target = targets[turn % targets.length];
    if (target && await killOne(scene, target, { random, signal })) {
      counts.killed[target]++;
      log(`killed the ${target}; ${(await readAcks(scene.acks)).next} records are acknowledged`);
    }
    if (turn % 3 === 2) await changeSinks(scene);
    const fault = turn % 2 === 1 ? faults[(turn >> 1) % faults.length] : undefined;
    if (fault) await still(scene, signal, () => makeFault(scene, fault));
    const next = targets[random.int(0, targets.length - 1)];
    if (next && !paused && random.next() < 0.34) {
      paused = true;
      const time = random.int(1000, LONGEST_STOP);
      pause = stopOne(scene, next, { time, signal }).then((done) => {
        if (done) counts.stops++;
        paused = false;
      });
      pause.catch(() => {}); // awaited at the end
    }
  }
  await pause;
  await scene.engines.settled();
  return counts;
}

async function over(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, signal).catch((error) => {
    if (!signal.aborted) throw error;
  });
  return signal.aborted;
}

type Chance = { random: Random; signal: AbortSignal };

async function killOne(scene: Scene, target: Target, chance: Chance): Promise<boolean> {
  const wait = chance.random.int(0, 1500);
  if (target === "producer") return scene.producer.kill(wait);
  if (target === "sink") return await killSink(scene, wait, chance.random);
  return await scene.engines.kill(target, wait);
}

let aims = 0;

async function killSink(scene: Scene, wait: number, random: Random): Promise<boolean> {
  const sink = random.pick(scene.sinks);
  if (random.next() < 0.8) await hold(scene, sink, MOMENTS[aims++ % MOMENTS.length]!);
  const killed = sink.child.kill(wait);
  await unaim(sink);
  return killed;
}

/** Waits until a sink stands still in a moment, but not forever: the moment may not come. */
async function hold(scene: Scene, sink: Sink, moment: string): Promise<void> {
  await Deno.writeTextFile(sink.aim, moment);
  if (moment === "rebalance") await changeSinks(scene, sink);
  await sink.follower.held(moment === "halvedBatch" ? 6000 : 4000);
}

async function unaim({ aim }: Sink): Promise<void> {
  await Deno.remove(aim).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/** A second sink joins; or, if there is one, the one that is not `stays` leaves. */
async function changeSinks(scene: Scene, stays?: Sink): Promise<void> {
  if (scene.sinks.length === 1) {
    scene.sinks.push(scene.addSink());
    scene.options.log("a second sink joins");
    return;
  }
  const at = scene.sinks.findLastIndex((sink) => sink !== stays);
  const [gone] = scene.sinks.splice(at, 1);
  scene.options.log("a sink leaves");
  scene.leaving.add(gone!.child.end("SIGINT"));
  await Promise.resolve();
}

async function stopOne(
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

/** Does something while engines are up, and producer and sinks stand still. */
async function still(scene: Scene, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  await scene.engines.settled();
  const children = [scene.producer, ...scene.sinks.map(({ child }) => child)];
  await until(() => children.every((child) => child.pid !== undefined), {
    within: 10_000,
    signal,
  }).catch((error) => {
    // The producer may have ended: it stands still anyway.
    if (!signal.aborted && error.name !== "TimeoutError") throw error;
  });
  await Promise.all(scene.leaving);
  for (const child of children) child.signal("SIGSTOP");
  try {
    await sleep(500); // what they had sent arrives
    await work();
  } finally {
    for (const child of children) child.signal("SIGCONT");
  }
}

async function makeFault(scene: Scene, fault: "tables" | "topics"): Promise<void> {
  const { db, kafka, taken, options: { log } } = scene;
  if (fault === "tables") await dropTable(db, taken.dropped);
  else await recreateTopic(kafka, taken.discarded);
  log(fault === "tables" ? "dropped the table" : "deleted the topic and created it again");
}
